// The months that a case speaks of, and its revenue of one month in EUR, as the bounds that are
// certain.
import { type CaseMonths, caseMonths } from '../../reference/case-period.ts';
import type { MonthlyRate } from '../../reference/exchange-rate.ts';
import type { CasePeriod, PublishedCase } from '../../reference/published-case.ts';
import { isoMonth } from '../../text/calendar.ts';
import type { Problem } from './truth.ts';

export interface Established {
  /** Months of the floors that the figure is compared with, YYYY-MM: all that it can be of. */
  months: string[];
  /** EUR of one month. The number of months and the exchange rate may be known only roughly. */
  lower: number;
  upper: number;
  basis: string;
}

const refused = (reason: string): Problem => ({ verdict: 'refused', reason });
const insufficient = (reason: string): Problem => ({ verdict: 'insufficient', reason });

/** @param one a case of which all fields that are needed are known (truth.ts) */
export function establishedOf(
  one: PublishedCase,
  monthly: readonly MonthlyRate[],
): Established | Problem {
  const { period, revenue_amount: amount } = one;
  if (amount === null) return insufficient('no revenue was established');
  const months = monthsOf(period);
  if ('verdict' in months) return months;
  const shares = monthlyShares(period, months);
  const rates = ratesOf(one.revenue_currency, months, monthly);
  if ('verdict' in rates) return rates;
  return {
    months: Array.from({ length: months.last - months.first + 1 }, (_, index) =>
      isoMonth(months.first + index),
    ),
    lower: (Number(amount) / shares.most) * Math.min(...rates.eurPerUnit),
    upper: (Number(amount) / shares.least) * Math.max(...rates.eurPerUnit),
    basis: shares.basis,
  };
}

/** Revenue of a month with one known end is compared in the month of that end. */
function monthsOf(period: CasePeriod): CaseMonths | Problem {
  const [from, to] = [period.from ?? period.to, period.to ?? period.from];
  if (period.per === 'whole' && (period.from === null || period.to === null))
    return refused('a total over an unknown number of months is not monthly');
  if (from === null || to === null)
    return insufficient('no month is stated, so neither rates nor exchange rates can be looked up');
  return caseMonths({ ...period, from, to }) ?? refused('period.to is before period.from');
}

/** How many months the figure is for, at least and at most. */
function monthlyShares(
  { per, edges }: CasePeriod,
  { first, last, whole }: CaseMonths,
): { least: number; most: number; basis: string } {
  if (per === 'month') return { least: 1, most: 1, basis: 'revenue of a month' };
  if (per === 'year') return { least: 12, most: 12, basis: 'a twelfth of the revenue of a year' };
  const most = last - first + 1;
  // Money of less than a month is money of that month.
  const least = edges === 'exact' ? Math.max(1, whole) : 1;
  const count = least === most ? String(most) : `${String(least)} to ${String(most)}`;
  return { least, most, basis: `a total over ${count} months, as their mean` };
}

function ratesOf(
  currency: string | null,
  { first, last }: CaseMonths,
  monthly: readonly MonthlyRate[],
): { eurPerUnit: number[] } | Problem {
  if (currency === 'EUR') return { eurPerUnit: [1] };
  const eurPerUnit: number[] = [];
  for (let month = first; month <= last; month += 1) {
    const period = isoMonth(month);
    const rate = monthly.find((row) => row.currency === currency && row.period === period);
    if (rate === undefined)
      return insufficient(`no exchange rate for ${String(currency)} in ${period}`);
    eurPerUnit.push(Number(rate.eur_per_unit));
  }
  return { eurPerUnit };
}
