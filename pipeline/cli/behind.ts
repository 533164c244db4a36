// Notes for readers of the floors in force: records came in after they were computed, or after the
// class that they rest on was made.
import { classAge } from '../estimate/class/class-age.ts';
import { alphaPpm } from '../estimate/run.ts';
import { unseenRecords } from '../estimate/behind.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Lines for stderr; empty when there are none. */
export async function behindText(warehouse: Warehouse, alpha: number): Promise<string> {
  const [unseen, age] = await Promise.all([
    unseenRecords(warehouse),
    classAge(warehouse, alphaPpm(alpha)),
  ]);
  const records =
    unseen === 0
      ? ''
      : `plancher: ${String(unseen)} records came in after these floors were computed. Bring ` +
        'them up to date with: plancher estimate\n';
  const classText =
    age === null
      ? ''
      : `plancher: ${String(age.changedOperations)} operations with an audience changed after the ` +
        `class of comparable operations was made (${age.madeAt} UTC). The first estimate after ` +
        'PLANCHER_CLASS_HOURS makes it anew; now: plancher estimate --all\n';
  return records + classText;
}
