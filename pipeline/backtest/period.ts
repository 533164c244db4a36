// The months that a case speaks of, and its revenue of one month in EUR, as the bounds that are certain.
import type { MonthlyRate } from '../estimate/exchange-rate.ts';
import { date } from '../../schemas/field.ts';
import { monthText } from '../platform/month.ts';
import type { Case } from './case-file.ts';

export interface Established {
  /** Months of the floors that the figure is compared with, YYYY-MM: all that the period can mean. */
  months: string[];
  /** EUR of one month, at least and at most: the number of months and the exchange rate may be known only roughly. */
  lower: number;
  upper: number;
  basis: string;
}

/** `no`: which verdict the problem leads to. */
export interface NotComparable {
  no: 'refused' | 'insufficient';
  reason: string;
}

interface Bound {
  first: number;
  last: number;
}

const refused = (reason: string): NotComparable => ({ no: 'refused', reason });
const insufficient = (reason: string): NotComparable => ({ no: 'insufficient', reason });

/** YYYY, YYYY-MM or YYYY-MM-DD as the earliest and latest month it can mean, counted from year 0; null: something else. */
function boundOf(text: string): Bound | null {
  const match = /^((?:19|20)\d{2})(?:-(0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/.exec(text.trim());
  if (match === null) return null;
  // A day that the calendar does not have says nothing about the month either.
  if (text.trim().length === 10 && !date.safeParse(text.trim()).success) return null;
  const year = Number(match[1]) * 12;
  if (match[2] === undefined) return { first: year, last: year + 11 };
  return { first: year + Number(match[2]) - 1, last: year + Number(match[2]) - 1 };
}

export function establishedOf(one: Case, monthly: readonly MonthlyRate[]): Established | NotComparable {
  const value = one.revenue_value;
  if (value === null) return insufficient('no revenue was established');
  if (!Number.isFinite(value) || value < 0) return refused(`revenue ${String(value)} is no amount of money`);
  const period = periodOf(one);
  if ('no' in period) return period;
  const [start, end] = period.bounds;
  const shares = monthlyShares(one, start, end);
  if ('no' in shares) return shares;
  const from = start ?? end;
  const to = end ?? start;
  if (from === null || to === null) return insufficient('no month is stated, so neither rates nor exchange rates can be looked up');
  const rates = ratesOf(one.revenue_currency, from.first, to.last, monthly);
  if ('no' in rates) return rates;
  return {
    months: Array.from({ length: to.last - from.first + 1 }, (_, index) => monthText(from.first + index)),
    lower: (value / shares.most) * Math.min(...rates.eurPerUnit),
    upper: (value / shares.least) * Math.max(...rates.eurPerUnit),
    basis: shares.basis,
  };
}

function periodOf({ period_start, period_end }: Case): { bounds: [Bound | null, Bound | null] } | NotComparable {
  const bounds: (Bound | null)[] = [];
  for (const text of [period_start, period_end]) {
    const bound = text === null ? null : boundOf(text);
    if (text !== null && bound === null) return refused(`period "${text}" is neither YYYY nor YYYY-MM`);
    bounds.push(bound);
  }
  const [start = null, end = null] = bounds;
  if (start !== null && end !== null && end.last < start.first) return refused('the period ends before it starts');
  return { bounds: [start, end] };
}

/** How many months the figure is for, at least and at most. */
function monthlyShares(
  { revenue_period }: Case,
  start: Bound | null,
  end: Bound | null,
): { least: number; most: number; basis: string } | NotComparable {
  switch (revenue_period?.trim().toLowerCase() ?? '') {
    case 'month':
      return { least: 1, most: 1, basis: 'revenue of a month' };
    case 'year':
      return { least: 12, most: 12, basis: 'a twelfth of the revenue of a year' };
    case 'total': {
      if (start === null || end === null) return refused('a total over an unknown number of months is not monthly');
      const [least, most] = [Math.max(1, end.first - start.last + 1), end.last - start.first + 1];
      return {
        least,
        most,
        basis: `a total over ${least === most ? String(most) : `${String(least)} to ${String(most)}`} months, as their mean`,
      };
    }
    default:
      return refused(`revenue_period ${JSON.stringify(revenue_period)} is none of month, year, total`);
  }
}

function ratesOf(
  currency: string | null,
  first: number,
  last: number,
  monthly: readonly MonthlyRate[],
): { eurPerUnit: number[] } | NotComparable {
  const code = currency?.trim() ?? '';
  if (code === 'EUR') return { eurPerUnit: [1] };
  if (!/^[A-Z]{3}$/.test(code)) return refused(`currency ${JSON.stringify(currency)} is no ISO 4217 code`);
  const eurPerUnit: number[] = [];
  for (let month = first; month <= last; month += 1) {
    const rate = monthly.find(({ currency: known, period }) => known === code && period === monthText(month));
    if (rate === undefined) return insufficient(`no exchange rate for ${code} in ${monthText(month)}`);
    eurPerUnit.push(Number(rate.eur_per_unit));
  }
  return { eurPerUnit };
}
