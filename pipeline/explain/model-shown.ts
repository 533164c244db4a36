// Where the modelled money of one operation and month comes from: the panel that counts, both
// estimators, slots, crawls, the reference class, and each rate.
import { type Row, anyRow } from '../text/row.ts';
import { NOW } from '../estimate/run.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface ModelShown {
  /** One row, or no row when nothing is modelled: sql/explain/choice.sql. */
  choice: Row[];
  slots: Row[];
  crawls: Row[];
  reference_class: Row[];
  /** Rows of the rate card behind each factor. */
  factors: Row[];
  /** Measurements without a panel size: in no floor. */
  unquantified: Row[];
}

export const NOTHING_MODELLED: ModelShown = {
  choice: [],
  slots: [],
  crawls: [],
  reference_class: [],
  factors: [],
  unquantified: [],
};

/** @param scope work lists in which money is modelled with nothing left out */
export async function modelShown(
  warehouse: Warehouse,
  scope: string,
  one: { operation: string; month: string },
): Promise<ModelShown> {
  const asked = { ...one, scope, as_of: NOW };
  const read = (file: string) => warehouse.query(sqlFile(`explain/${file}.sql`), asked, anyRow);
  const choice = await read('choice');
  const slots = choice.length === 0 ? [] : await read('slots');
  return {
    choice,
    slots,
    crawls: slots.length === 0 ? [] : await read('crawls'),
    reference_class: choice.length === 0 ? [] : await read('class'),
    factors: choice.length === 0 ? [] : await read('factors'),
    unquantified: await read('unquantified'),
  };
}
