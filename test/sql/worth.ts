// What a million units of a currency are worth: each payment is of an operation of its own.
import { expect } from 'vitest';
import { z } from 'zod';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { flow } from '../records.ts';
import { putRecords, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

export interface Paid {
  currency: string;
  value?: string;
  statement?: string;
}

const FLOORS = `SELECT operation AS name, ifNull(toDecimalString(floor_eur, 4), '') AS eur
  FROM revenue_floor WHERE startsWith(operation, {prefix:String})`;
const FLOWS = `SELECT flow_id AS name, ifNull(toDecimalString(amount_eur, 4), '') AS eur
  FROM flow_current WHERE startsWith(flow_id, {prefix:String})`;
const worthRow = z.object({ name: z.string(), eur: z.string() });

/** @returns for some payments EUR for a million units of each, '' where there is no rate */
export function worthIn(warehouse: Warehouse): (payments: readonly Paid[]) => Promise<string[]> {
  const clock = tickingClock();
  let number = 0;
  return async (payments) => {
    number += 1;
    const prefix = `r${String(number)}-`;
    const nameOf = (index: number) => `${prefix}${String(index)}`;
    const records = payments.map(({ currency, value = null, statement = null }, index) =>
      flow(nameOf(index), {
        site: `${nameOf(index)}.tv`,
        currency,
        value_date: value,
        statement_date: statement,
        amount: '1000000',
      }),
    );
    await putRecords(warehouse, 'flow', records, `${prefix}flow.ndjson`);
    // Complete: new reference data, too, is seen.
    await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
    const worth = async (sql: string) =>
      new Map(
        (await warehouse.query(sql, { prefix }, worthRow)).map(({ name, eur }) => [name, eur]),
      );
    const floors = await worth(FLOORS);
    const flows = await worth(FLOWS);
    return payments.map((_, index) => {
      const eur = floors.get(`${nameOf(index)}.tv`) ?? '';
      expect(Number(flows.get(nameOf(index)) ?? '')).toBe(Number(eur));
      return eur;
    });
  };
}
