import { dayOf, monthDays, within } from '../calendar.ts';

/** Whether a row holds on every day of a month. `to`: the last day; null: until further notice. */
export function holdsAllMonth(
  { from, to }: { readonly from: string; readonly to: string | null },
  month: string,
): boolean {
  return within(monthDays(month), { first: dayOf(from), last: to === null ? Infinity : dayOf(to) });
}
