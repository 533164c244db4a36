// Totals of several months around the month that is explained (docs/method.md, Totals): its
// calendar year, the twelve months that end with it, and all months from the first to the last one
// with a floor.
import { dayOf, monthOf, monthText } from '../method/calendar.ts';
import type { ClassMonth } from '../method/class/run-ratios.ts';
import { type Months, type Total, totalOf } from '../method/total/total.ts';
import type { Explained } from './explained.ts';
import { moneyText } from './decimals.ts';

export interface TotalShown {
  from_month: string;
  to_month: string;
  months: number;
  total_eur: string;
  /** A month, cut. */
  average_eur: string;
  basis: 'by_month' | 'by_class';
  documented_eur: string;
  modelled_eur: string;
  class_eur: string | null;
}

/** Longer spans are left to `plancher floor --from --to`. */
const MOST_MONTHS = 240;

/** @param classMonths of members that are not the operation, nor related with it */
export function totalsShown(
  { floors, monthNumber, alphaPpm }: Explained,
  classMonths: readonly ClassMonth[],
): TotalShown[] {
  const year = monthNumber - (monthNumber % 12);
  const known = floors.months
    .filter(({ status }) => status === 'ok')
    .map(({ month }) => monthOf(dayOf(`${month}-01`)));
  const spans: Months[] = [
    { first: year, last: year + 11 },
    { first: monthNumber - 11, last: monthNumber },
    { first: Math.min(...known), last: Math.max(...known) },
  ];
  const distinct = new Map(
    spans
      .filter(({ first, last }) => last - first < MOST_MONTHS)
      .map((span) => [JSON.stringify(span), span]),
  );
  const options = { alphaPpm, without: [], classMonths };
  return [...distinct.values()].flatMap((span) => totalShown(totalOf(floors, span, options)));
}

function totalShown({
  months: { first, last },
  total,
  basis,
  documented,
  modelled,
  comparable,
}: Total): TotalShown[] {
  if (total === null || basis === null) return [];
  const months = last - first + 1;
  return [
    {
      from_month: monthText(first),
      to_month: monthText(last),
      months,
      total_eur: moneyText(total),
      average_eur: moneyText(total / BigInt(months)),
      basis,
      documented_eur: moneyText(documented),
      modelled_eur: moneyText(modelled),
      class_eur: comparable.counting === null ? null : moneyText(comparable.counting.units),
    },
  ];
}
