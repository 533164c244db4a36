// From the setting PLANCHER_WAREHOUSE to an open warehouse.
import { Failure, codeOf, messageOf } from '../platform/failure.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';
import { Warehouse } from './warehouse.ts';

const DATABASE = 'plancher';

/**
 * @param address `embedded:DIR` or `http(s)://user:password@host:8123/database`
 * @throws Failure that says what is wrong with the address, or who holds the directory
 */
export async function openWarehouse(address: string): Promise<Warehouse> {
  if (address.startsWith('embedded:')) return new Warehouse(await openEmbedded(address.slice('embedded:'.length), DATABASE));
  try {
    return new Warehouse(await openServer(address));
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const shown = address.replace(/\/\/[^@/]*@/, '//');
    const message = `The warehouse ${shown} cannot be opened: ${messageOf(thrown) || codeOf(thrown)}. Is it running, and are user and password in PLANCHER_WAREHOUSE right?`;
    throw new Failure('unreachable', message, { cause: thrown, retriable: true });
  }
}
