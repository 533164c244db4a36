// Exchange rates of a world: the true rate of every working day, and the tables that were
// published. Some currencies are published by month only; then the true rates lie within the
// margin of M-RATE.
import type { DailyRate, MonthlyRate, RateTables } from '../../pipeline/method/reference.ts';
import type { Random } from '../../pipeline/platform/random.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import { dayText, monthText, workingDay } from './day.ts';

/** Rates are whole numbers of 1e-10. */
export const ONE_RATE = 10_000_000_000n;
const MARGIN_OF_ALL = '0.0294';

export interface Rates {
  readonly tables: RateTables;
  /** EUR for one unit on a working day, in 1e-10. */
  readonly rateOn: (currency: string, day: number) => bigint;
}

interface Walk {
  readonly currency: string;
  readonly start: number;
  readonly published: 'EUR' | 'USD' | 'monthly' | 'two tables';
}

const WALKS: readonly Walk[] = [
  { currency: 'USD', start: 0.9, published: 'EUR' },
  { currency: 'GBP', start: 1.3, published: 'USD' },
  { currency: 'RUB', start: 0.014, published: 'monthly' },
  { currency: 'CAD', start: 0.68, published: 'two tables' },
];

/** A stablecoin that the office values as one dollar. */
const PEGGED = 'USDT';
export const FOREIGN: readonly [string, ...string[]] = ['USD', 'USD', 'GBP', 'RUB', 'CAD', PEGGED];

/** @param used currencies that the world needs */
export function ratesOf(
  random: Random,
  used: ReadonlySet<string>,
  first: number,
  last: number,
): Rates {
  const daily: DailyRate[] = [];
  const monthly: MonthlyRate[] = [];
  const rates = new Map<string, Map<number, bigint>>();
  const needsUsd = used.has(PEGGED) || used.has('GBP');
  for (const walk of WALKS) {
    if (!used.has(walk.currency) && !(walk.currency === 'USD' && needsUsd)) continue;
    const quoted = walked(random, walk, first, last);
    const usd = rates.get('USD');
    rates.set(walk.currency, walk.published === 'USD' ? inEuro(quoted, usd) : quoted);
    if (walk.published === 'monthly') monthly.push(...means(walk.currency, quoted));
    else daily.push(...published(random, walk, quoted));
  }
  const tables: RateTables = {
    daily,
    monthly,
    fixed: [],
    pegs: used.has(PEGGED)
      ? [{ code: PEGGED, currency: 'USD', units: '1', from: '2010-01-01', to: null }]
      : [],
    margins: new Map([['USD', MARGIN_OF_ALL]]),
    marginOfAll: MARGIN_OF_ALL,
  };
  const rateOn = (currency: string, day: number): bigint => {
    if (currency === 'EUR') return ONE_RATE;
    const rate = rates.get(currency === PEGGED ? 'USD' : currency)?.get(day);
    if (rate === undefined) throw new Error(`No rate of ${currency} on ${dayText(day)}.`);
    return rate;
  };
  return { tables, rateOn };
}

/** A random walk over the working days. One month stays within 1.5 % of its first day. */
function walked(random: Random, walk: Walk, first: number, last: number): Map<number, bigint> {
  const rates = new Map<number, bigint>();
  let ofMonth = walk.start;
  let value = walk.start;
  let month = '';
  for (let day = first; day <= last; day += 1) {
    if (workingDay(day) !== day) continue;
    value *= 1 + 0.004 * random.normal();
    if (monthText(day) !== month) {
      month = monthText(day);
      ofMonth = value *= 1 + 0.02 * random.normal();
    }
    value = Math.min(Math.max(value, ofMonth * 0.99), ofMonth * 1.01);
    rates.set(day, BigInt(Math.round(value * 1_000_000)) * 10_000n);
  }
  return rates;
}

function inEuro(
  quoted: ReadonlyMap<number, bigint>,
  usd: ReadonlyMap<number, bigint> | undefined,
): Map<number, bigint> {
  return new Map(
    [...quoted].map(([day, rate]) => [day, (rate * (usd?.get(day) ?? ONE_RATE)) / ONE_RATE]),
  );
}

function published(random: Random, walk: Walk, quoted: ReadonlyMap<number, bigint>): DailyRate[] {
  const { currency } = walk;
  const quoted_in = walk.published === 'USD' ? 'USD' : 'EUR';
  return [...quoted].flatMap(([day, rate]) => {
    const row = (of: bigint): DailyRate => ({
      day: dayText(day),
      currency,
      quoted_in,
      per_unit: fixedPoint(of, 10),
    });
    if (walk.published !== 'two tables' || random.chance(0.7)) return [row(rate)];
    return [row(rate), row((rate * BigInt(996 + random.below(9))) / 1000n)];
  });
}

function means(currency: string, rates: ReadonlyMap<number, bigint>): MonthlyRate[] {
  const months = new Map<string, bigint[]>();
  for (const [day, rate] of rates)
    months.set(monthText(day), [...(months.get(monthText(day)) ?? []), rate]);
  return [...months].map(([period, all]) => ({
    currency,
    period,
    eur_per_unit: fixedPoint(all.reduce((sum, rate) => sum + rate, 0n) / BigInt(all.length), 10),
  }));
}
