// From the setting PLANCHER_WAREHOUSE to an open warehouse.
import { Failure, codeOf, messageOf } from '../platform/failure.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';
import { Warehouse } from './warehouse.ts';

const DATABASE = 'plancher';

/** For messages. A password that was not percent-encoded may hold `@` and `/`, so everything up to the last `@` goes, and the query too. */
function withoutPassword(address: string): string {
  return address.replace(/\/\/.*@/, '//').replace(/\?.*/, '');
}

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
    const shown = withoutPassword(address);
    const message = `The warehouse ${shown} cannot be opened: ${messageOf(thrown) || codeOf(thrown)}. Is it running, and are user and password in PLANCHER_WAREHOUSE right?`;
    throw new Failure('unreachable', message, { cause: thrown, retriable: true });
  }
}
