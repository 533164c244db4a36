// A note for readers of the floors in force: records came in after they were computed.
import { unseenRecords } from '../estimate/behind.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** One line for stderr; empty when there are none. */
export async function behindText(warehouse: Warehouse): Promise<string> {
  const unseen = await unseenRecords(warehouse);
  return unseen === 0
    ? ''
    : `plancher: ${String(unseen)} records came in after these floors were computed. Bring ` +
        'them up to date with: plancher estimate\n';
}
