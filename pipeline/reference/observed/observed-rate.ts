// Rates that the payments and panels in the warehouse show. They are context, and drafts for the
// rate card: nothing is computed from them until two people have approved such a row.
import { z } from 'zod';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import { type PredictionLimits, predictionLimits } from './prediction-limits.ts';

/** What is observed, by the factor of the rate card that it says something about. */
export const OBSERVED_UNITS = {
  cpm: 'EUR paid to the publisher per 1000 impressions',
  fill_rate: 'paid impressions per page view measured',
} as const;

export type ObservedFactor = keyof typeof OBSERVED_UNITS;

/** Limits are in millionths. */
export interface ObservedRate extends PredictionLimits {
  readonly factor: ObservedFactor;
  /** Key of the network (M-NETWORK). Null: all networks together. */
  readonly network: string | null;
  /** Of the measured pages; a flow does not say where its audience was. Null: all countries. */
  readonly country: string | null;
  /** Calendar year, YYYY. */
  readonly period: string;
}

interface ObservedQuestion {
  /** YYYY; null: every year, each on its own. */
  year: string | null;
  /** An operation that is left out: its own months say nothing new of it. Null: none. */
  without: string | null;
}

const nullIfEmpty = z.string().transform((text) => (text === '' ? null : text));
const values = z.array(z.string().regex(/^\d+$/).transform(BigInt));

const observedRow = z.object({
  factor: z.enum(['cpm', 'fill_rate']),
  network: nullIfEmpty,
  country: nullIfEmpty,
  period: z.string(),
  lowest: values,
  middle: values,
  highest: values,
});

/** By the last run of all operations. Empty: there is none, or no counting flow has impressions. */
export async function observedRates(
  warehouse: Warehouse,
  { year, without }: ObservedQuestion,
): Promise<ObservedRate[]> {
  const rows = await warehouse.query(
    sqlFile('reference/observed_rates.sql'),
    { year: year ?? '', without: without ?? '' },
    observedRow,
  );
  return rows.map(({ lowest, middle, highest, ...rate }) => ({
    ...rate,
    ...predictionLimits(
      lowest.map((low, index) => ({
        lowest: low,
        middle: middle[index] ?? low,
        highest: highest[index] ?? low,
      })),
    ),
  }));
}
