// What the tests of floors share: floors computed from the records instead of those in force.
import { z } from 'zod';
import { loadConfig } from '../../pipeline/config/config.ts';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';

export const ALPHA = loadConfig({}).alpha;
export const anyRow = z.record(z.string(), z.unknown());

export const figures = z.object({
  operation: z.string(),
  month: z.string(),
  floor_eur: z.string().nullable(),
  documented_eur: z.string(),
  status: z.string(),
  reason: z.string(),
});
export type Figures = z.infer<typeof figures>;

/** The question for every floor, computed from the records. */
export const EVERYTHING = {
  operation: null,
  month: null,
  asOf: '2199-01-01 00:00:00',
  without: [],
  alpha: ALPHA,
};

/** Floors computed from the records, of operations that begin with the prefix, which is cut off. */
export async function figuresNow(warehouse: Warehouse, prefix: string): Promise<Figures[]> {
  const rows = await askFloors(warehouse, EVERYTHING, ({ sql, parameters }) =>
    warehouse.query(sql, parameters, figures),
  );
  return rows
    .filter((row) => row.operation.startsWith(prefix))
    .map((row) => ({ ...row, operation: row.operation.slice(prefix.length) }));
}
