// A note for readers of the floors in force: records came in after they were computed.
import { z } from 'zod';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const behindRow = z.object({ unseen_records: z.coerce.number() });

/** One line for stderr; empty when there are none. */
export async function behindText(warehouse: Warehouse): Promise<string> {
  const [row] = await warehouse.query(sqlFile('estimate/floors/behind.sql'), {}, behindRow);
  const unseen = row?.unseen_records ?? 0;
  return unseen === 0
    ? ''
    : `plancher: ${String(unseen)} records came in after these floors were computed. Bring ` +
        'them up to date with: plancher estimate\n';
}
