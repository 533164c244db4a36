// M-RATE. What one unit of a currency was worth on a day, in EUR cut after 10 decimals: the fixed
// rate from the day on which the euro replaced the currency; else the published rate of the day, or
// of the last day before that has one, at most 4 days back; else the mean of the month, less a
// margin for money that was paid, and more it for what was taken back. A peg gives a rate where its
// currency has one.
//
// Of several rates of a day, and of the value date and the statement date, the lowest counts for
// money that was paid, and the highest for what was taken back. A take-back without a date has the
// highest rate of any day of its window.
import { EUR_PLACES, ONE_EUR, cutUp, least, most, rateOf } from './amount.ts';
import { type Days, dayOf, firstDayOf, monthOf } from './calendar.ts';
import { groupBy } from './order.ts';
import type { DailyRate, RateTables } from './reference.ts';

/** In 1e-10 EUR for one unit: for money that was paid, and for what was taken back. */
export interface Rate {
  readonly low: bigint;
  readonly high: bigint;
}

export interface RateBook {
  /** The rate of a day; null: there is none. */
  readonly on: (currency: string, day: number) => Rate | null;
  /** The highest rate of any of the days, for what was taken back; null: none has one. */
  readonly highestOf: (currency: string, days: Days) => bigint | null;
}

/**
 * A day takes the rate of a published one this many days before. TARGET never closes for longer.
 */
export const LONGEST_GAP_DAYS = 4;
/** A rate above 1,000,000 EUR is none. */
const HIGHEST_RATE = 1_000_000n * ONE_EUR;
const MARGIN_PLACES = 4;
const ONE_MARGIN = 10n ** BigInt(MARGIN_PLACES);
const EURO: Rate = { low: ONE_EUR, high: ONE_EUR };

const books = new WeakMap<RateTables, RateBook>();

/** The rates of the tables, to look up. The same tables give the same book. */
export function rateBook(tables: RateTables): RateBook {
  const book = books.get(tables) ?? newBook(tables);
  books.set(tables, book);
  return book;
}

function newBook(tables: RateTables): RateBook {
  const fixed = new Map(tables.fixed.map((row) => [row.currency, row]));
  const daily = dailyRates(tables);
  const monthly = monthlyRates(tables);
  const on = (currency: string, day: number) => {
    if (currency === 'EUR') return EURO;
    const adopted = fixed.get(currency);
    if (adopted !== undefined && day >= dayOf(adopted.from)) {
      const rate = rateOf(adopted.eur_per_unit);
      return { low: rate, high: rate };
    }
    return daily(currency, day) ?? monthly(currency, monthOf(day));
  };
  const lastKnown = lastDayOf(tables);
  return {
    on,
    highestOf: (currency, days) => {
      if (currency === 'EUR') return ONE_EUR;
      let highest: bigint | null = null;
      const last = Math.min(days.last, Math.max(days.first, lastKnown));
      for (let day = Math.max(days.first, FIRST_DAY); day <= last; day += 1) {
        const high = on(currency, day)?.high ?? null;
        if (high !== null) highest = most(highest ?? high, high);
      }
      return highest;
    },
  };
}

/** No table is older. */
const FIRST_DAY = dayOf('1971-01-01');

/** After this day there are only rates that stay the same: fixed ones, and pegs to the euro. */
function lastDayOf({ daily, monthly, fixed, pegs }: RateTables): number {
  const days = [
    ...daily.map(({ day }) => dayOf(day) + LONGEST_GAP_DAYS),
    ...monthly.map(({ period }) => firstDayOf(monthOf(dayOf(`${period}-01`)) + 1) - 1),
    ...[...fixed, ...pegs].map(({ from }) => dayOf(from)),
  ];
  return days.reduce((last, day) => Math.max(last, day), FIRST_DAY);
}

type DailyRates = (currency: string, day: number) => Rate | null;

/** Of the published tables and the pegs. */
function dailyRates(tables: RateTables): DailyRates {
  const rows = groupBy(tables.daily, ({ currency }) => currency);
  const pegs = groupBy(tables.pegs, ({ code }) => code);
  const read = new Map<string, ReadonlyMap<number, Rate>>();
  const publishedRates = (currency: string) => {
    const rates = read.get(currency) ?? inEuro(rows.get(currency) ?? [], lastPublished);
    read.set(currency, rates);
    return rates;
  };
  const lastPublished: DailyRates = (currency, day) => {
    if (currency === 'EUR') return EURO;
    const published = publishedRates(currency);
    for (let back = 0; back <= LONGEST_GAP_DAYS; back += 1) {
      const rate = published.get(day - back);
      if (rate !== undefined) return rate;
    }
    return null;
  };
  return (currency, day) => {
    const pegged = (pegs.get(currency) ?? []).flatMap(({ from, to, currency: of, units }) => {
      const isInForce = dayOf(from) <= day && (to === null || day <= dayOf(to));
      const rate = isInForce ? lastPublished(of, day) : null;
      return rate === null ? [] : [multiplied(rate, rateOf(units))];
    });
    const published = lastPublished(currency, day);
    return joined(published === null ? pegged : [published, ...pegged]);
  };
}

/** By day. A rate that is quoted in dollars takes the rate of the dollar of its day. */
function inEuro(rows: readonly DailyRate[], dollarOn: DailyRates): ReadonlyMap<number, Rate> {
  const found = new Map<number, Rate>();
  for (const { currency, day, quoted_in: base, per_unit: units } of rows) {
    if (base === currency) continue;
    const at = dayOf(day);
    const baseRate = base === 'EUR' ? EURO : dollarOn(base, at);
    if (baseRate === null) continue;
    const rate = multiplied(baseRate, rateOf(units));
    const before = found.get(at);
    const both = joined(before === undefined ? [rate] : [before, rate]);
    if (both !== null) found.set(at, both);
  }
  return found;
}

/** Means of months with their margin. A peg gives one in the months that it covers whole. */
function monthlyRates(tables: RateTables): (currency: string, month: number) => Rate | null {
  const means = new Map(
    tables.monthly.map(({ currency, period, eur_per_unit: eur }) => [
      `${currency} ${String(monthOf(dayOf(`${period}-01`)))}`,
      eur,
    ]),
  );
  const marginOf = (code: string) =>
    rateOf(tables.margins.get(code) ?? tables.marginOfAll) /
    10n ** BigInt(EUR_PLACES - MARGIN_PLACES);
  const meanRate = (currency: string, month: number, margin: bigint) => {
    const mean = means.get(`${currency} ${String(month)}`);
    if (mean === undefined) return null;
    const rate = rateOf(mean);
    return {
      low: (rate * (ONE_MARGIN - margin)) / ONE_MARGIN,
      high: cutUp(rate * (ONE_MARGIN + margin), ONE_MARGIN),
    };
  };
  return (currency, month) => {
    const own = meanRate(currency, month, marginOf(currency));
    const pegged = tables.pegs.flatMap(({ code, currency: of, units, from, to }) => {
      const isWhole =
        dayOf(from) <= firstDayOf(month) && (to === null || firstDayOf(month + 1) - 1 <= dayOf(to));
      if (code !== currency || !isWhole) return [];
      const rate = meanRate(of, month, most(marginOf(code), marginOf(of)));
      return rate === null ? [] : [multiplied(rate, rateOf(units))];
    });
    return joined(own === null ? pegged : [own, ...pegged]);
  };
}

function multiplied({ low, high }: Rate, units: bigint): Rate {
  return { low: (low * units) / ONE_EUR, high: (high * units) / ONE_EUR };
}

/** Several rates of one day. One above the highest possible is none, nor is one of 0. */
function joined(rates: readonly Rate[]): Rate | null {
  const possible = rates.filter(({ low, high }) => low > 0n && high <= HIGHEST_RATE);
  return possible.reduce<Rate | null>(
    (all, { low, high }) =>
      all === null ? { low, high } : { low: least(all.low, low), high: most(all.high, high) },
    null,
  );
}
