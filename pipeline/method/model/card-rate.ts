// M-RATECARD: of several rows of the rate card the one that makes the floor lowest counts: the
// lowest low, or the highest high of what reduces money (ad blocking, heavy users, contamination).
// A row holds if it covers the whole month and names the country of the audience or none. Rows that
// name the network go before rows for any network. Without a row there is no rate, never a guess.
import { ONE_EUR, rateOf } from '../amount.ts';
import { millionths } from './millionths.ts';
import { holdsAllMonth } from './holds-all-month.ts';
import {
  type CardRow,
  FLOOR_ENDS,
  type ModelFactor,
  type ModelReference,
} from './model-reference.ts';

/** Months, and countries of an audience; null: all countries together. */
export interface Audience {
  readonly month: string;
  readonly country: string | null;
}

/** A row of the card that gives a rate. */
export interface RatedRow {
  readonly row: CardRow;
  /** In millionths; of `cpm` millionths of a euro for 1000 impressions. */
  readonly rate: bigint;
}

/** @param network null: of no one network */
export function cardRate(
  reference: ModelReference,
  factor: ModelFactor,
  audience: Audience,
  network: string | null,
): bigint | null {
  return countingRow(reference, factor, audience, network)?.rate ?? null;
}

/** The row that counts, with its rate; at a tie the first. Null: there is none. */
export function countingRow(
  reference: ModelReference,
  factor: ModelFactor,
  { month, country }: Audience,
  network: string | null,
): RatedRow | null {
  const rows = reference.card
    .filter((row) => row.factor === factor && row.line === 'advertising' && row.device === 'all')
    .filter((row) => row.country === null || row.country === country)
    .filter((row) => holdsAllMonth(row, month));
  const ratedOf = (named: string | null) =>
    rows
      .filter((row) => row.network === named)
      .flatMap((row) => {
        const rate = rateOfRow(row, factor, month, reference);
        return rate === null ? [] : [{ row, rate }];
      });
  const own = network === null ? [] : ratedOf(network);
  const [first, ...others] = own.length > 0 ? own : ratedOf(null);
  if (first === undefined) return null;
  const isHigh = FLOOR_ENDS[factor] === 'high';
  return others.reduce(
    (best, one) => ((isHigh ? one.rate > best.rate : one.rate < best.rate) ? one : best),
    first,
  );
}

/** Null: a price in a currency that has no rate in the month. */
function rateOfRow(
  { low, high, currency }: CardRow,
  factor: ModelFactor,
  month: string,
  { monthly }: ModelReference,
): bigint | null {
  if (factor !== 'cpm') return millionths(FLOOR_ENDS[factor] === 'high' ? high : low);
  if (currency === 'EUR') return millionths(low);
  const rate = monthly.find((one) => one.currency === currency && one.period === month);
  if (rate === undefined) return null;
  // The rate has 10 decimals. The price in EUR is cut after 6.
  return (millionths(low) * rateOf(rate.eur_per_unit)) / ONE_EUR;
}
