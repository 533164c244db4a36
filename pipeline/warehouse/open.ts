// From the setting PLANCHER_WAREHOUSE to an open warehouse.
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';
import { Warehouse, warehouseFailure } from './warehouse.ts';

/** Of an embedded warehouse. */
export const DATABASE = 'plancher';

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
    throw warehouseFailure(withoutPassword(address), 'opening it', thrown);
  }
}
