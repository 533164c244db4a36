import { type Days, dayOf, firstDayOf, monthOf, within } from '../calendar.ts';

/** @param month YYYY-MM */
export function monthDays(month: string): Days {
  const first = dayOf(`${month}-01`);
  return { first, last: firstDayOf(monthOf(first) + 1) - 1 };
}

/** Whether a row holds on every day of a month. `to`: the last day; null: until further notice. */
export function holdsAllMonth(
  { from, to }: { readonly from: string; readonly to: string | null },
  month: string,
): boolean {
  return within(monthDays(month), { first: dayOf(from), last: to === null ? Infinity : dayOf(to) });
}
