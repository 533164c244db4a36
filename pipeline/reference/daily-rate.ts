// Exchange rates by day: the rows of table daily_rate, and what is checked in them whichever form
// their file has.
import { date } from '../../schemas/field.ts';
import { daysBetween } from '../text/calendar.ts';
import { MOST_EUR_PER_UNIT, type MonthlyRate, eurPerUnit } from './exchange-rate.ts';
import type { FileFinding } from './file-finding.ts';

/**
 * A day without a rate takes that of the last published day, at most this many days before. TARGET
 * never closes for longer (Good Friday to Easter Monday; 29 December 2001 to 1 January 2002). A
 * longer gap means that the ECB stopped publishing the rate, or that the file has a hole.
 * sql/views/15_reference.sql and pipeline/explain/rates-shown.ts use the same number.
 */
export const LONGEST_GAP_DAYS = 4;

/** What a rate may be quoted in. A rate in USD takes the rate of USD in force on its day. */
export const QUOTED_IN = ['EUR', 'USD'] as const;

export interface DailyRate {
  /** YYYY-MM-DD */
  day: string;
  /** Currency or asset. */
  currency: string;
  /** Who published it. */
  source: string;
  quoted_in: (typeof QUOTED_IN)[number];
  /** How much of `quoted_in` one unit costs, with at most 10 decimals. */
  per_unit: string;
}

/** The ECB's own figures are this source. */
export const ECB = 'ecb';

/** A rate that is published as units for one EUR. */
export function euroRate(
  { day, currency, units_per_eur }: { day: string; currency: string; units_per_eur: string },
  source: string = ECB,
): DailyRate {
  return { day, currency, source, quoted_in: 'EUR', per_unit: eurPerUnit('1', units_per_eur) };
}

/** What is wrong with a rate; null: it can be kept and multiplied. */
export function perUnitProblem(perUnit: string): string | null {
  const value = Number(perUnit);
  if (value > MOST_EUR_PER_UNIT)
    return `one unit would be worth ${perUnit}; at most ${String(MOST_EUR_PER_UNIT)} is taken`;
  return value > 0 ? null : 'the rate is 0 after 10 decimals';
}

/** The rates of one currency and source, as one row of the door of table daily_rate. */
export function rateSeries(
  version: string,
  rates: readonly DailyRate[],
): { columns: string[]; rows: Buffer } {
  const series = new Map<string, { first: DailyRate; days: string[]; perUnit: string[] }>();
  for (const rate of rates) {
    const key = `${rate.currency} ${rate.quoted_in} ${rate.source}`;
    const known = series.get(key);
    if (known === undefined)
      series.set(key, { first: rate, days: [rate.day], perUnit: [rate.per_unit] });
    else {
      known.days.push(rate.day);
      known.perUnit.push(rate.per_unit);
    }
  }
  const lines = [...series.values()].map(
    ({ first: { currency, source, quoted_in }, days, perUnit }) =>
      `${JSON.stringify([version, currency, source, quoted_in, days, perUnit])}\n`,
  );
  return {
    columns: ['version', 'currency', 'source', 'quoted_in', 'days', 'per_unit'],
    rows: Buffer.from(lines.join('')),
  };
}

/**
 * @param days the days of the rows before, with the place of each
 * @returns null: a day that no row before has
 */
export function dayProblem(day: string, days: ReadonlyMap<string, string>): string | null {
  if (!date.safeParse(day).success) return `"${day}" is not a day, YYYY-MM-DD`;
  const before = days.get(day);
  return before === undefined ? null : `${before} already has this day`;
}

/** A warning for each gap of a file that is longer than what is bridged. */
export function gapFindings(days: readonly string[]): FileFinding[] {
  const sorted = days.filter((day) => date.safeParse(day).success).sort();
  return sorted.flatMap((day, index): FileFinding[] => {
    const next = sorted[index + 1];
    if (next === undefined) return [];
    const without = daysBetween(day, next) - 1;
    if (without <= LONGEST_GAP_DAYS) return [];
    const message =
      `the file has no rate for ${String(without)} days after this day; where no other table has ` +
      `one, the monthly rate is used from the ${String(LONGEST_GAP_DAYS + 1)}th day on, or none`;
    return [{ severity: 'warning', row: day, field: 'Date', message }];
  });
}

/**
 * A daily rate seldom differs so much from the average of its month. In a file of EUR per unit, or
 * of cents, it always does.
 */
const FAR = 0.15;

/**
 * A warning for each currency with days far from the monthly table. Without it, an inverted table
 * would change floors silently.
 */
export function farFindings(
  rates: readonly DailyRate[],
  monthly: readonly MonthlyRate[],
): FileFinding[] {
  const averages = new Map(
    monthly.map(({ currency, period, eur_per_unit }) => [
      `${currency} ${period}`,
      Number(eur_per_unit),
    ]),
  );
  const far = new Map<string, { first: DailyRate; average: number; days: number }>();
  for (const rate of rates.filter(({ quoted_in: base }) => base === 'EUR')) {
    const average = averages.get(`${rate.currency} ${rate.day.slice(0, 7)}`);
    if (average === undefined || Math.abs(Number(rate.per_unit) / average - 1) <= FAR) continue;
    const known = far.get(rate.currency);
    if (known === undefined) far.set(rate.currency, { first: rate, average, days: 1 });
    else known.days += 1;
  }
  return [...far].map(([currency, { first, average, days }]): FileFinding => {
    const message =
      `one ${currency} would be ${Number(first.per_unit).toPrecision(4)} EUR, where the monthly ` +
      `table has ${average.toPrecision(4)} (${String(days)} such days): is the table inverted?`;
    return { severity: 'warning', row: first.day, field: currency, message };
  });
}
