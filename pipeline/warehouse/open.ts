// Opens the warehouse that PLANCHER_WAREHOUSE names.
import { masked } from '../platform/mask-url.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';
import { Warehouse, warehouseFailure } from './warehouse.ts';

/** The database of an embedded warehouse. */
export const DATABASE = 'plancher';

/**
 * @param address `embedded:DIR` or `http(s)://user:password@host:8123/database`
 * @throws Failure that says what is wrong with the address, or which process holds the directory
 */
export async function openWarehouse(address: string): Promise<Warehouse> {
  if (address.startsWith('embedded:'))
    return new Warehouse(await openEmbedded(address.slice('embedded:'.length), DATABASE));
  try {
    return new Warehouse(await openServer(address));
  } catch (thrown) {
    throw warehouseFailure(masked(address), 'opening it', thrown);
  }
}
