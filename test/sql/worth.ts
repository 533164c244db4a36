// What a million units of a currency are worth: each payment is of an operation of its own.
import { expect } from 'vitest';
import { z } from 'zod';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { flow } from '../records.ts';
import { putRecords } from '../warehouse/temporary.ts';
import { figuresNow } from './figures.ts';

export interface Paid {
  currency: string;
  value?: string;
  statement?: string;
}

/** @returns for some payments EUR for a million units of each, '' where there is no rate */
export function worthIn(warehouse: Warehouse): (payments: readonly Paid[]) => Promise<string[]> {
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
    const floors = new Map(
      (await figuresNow(warehouse, prefix)).map((row) => [row.operation, row.floor_eur ?? '']),
    );
    const ofViews = await warehouse.query(
      `SELECT flow_id, ifNull(toString(amount_eur), '') AS eur FROM flow_current WHERE startsWith(flow_id, '${prefix}')`,
      {},
      z.object({ flow_id: z.string(), eur: z.string() }),
    );
    return payments.map((_, index) => {
      const eur = floors.get(`${String(index)}.tv`) ?? '';
      const shown = ofViews.find((row) => row.flow_id === nameOf(index))?.eur ?? '';
      // The view and the run are two statements over one body.
      expect(Number(shown)).toBe(Number(eur));
      return eur;
    });
  };
}
