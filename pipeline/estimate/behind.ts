// How many records came in after the floors in force were computed.
import { z } from 'zod';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const behindRow = z.object({ unseen_records: z.coerce.number() });

export async function unseenRecords(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.query(sqlFile('estimate/floors/behind.sql'), {}, behindRow);
  return row?.unseen_records ?? 0;
}
