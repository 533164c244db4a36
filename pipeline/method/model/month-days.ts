/** The days of a month: monthDays('2015-02') is 2015-02-01 to 2015-02-28. */
export function monthDays(month: string): string[] {
  // Day 0 of the next month is the last day of this one.
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0));
  return Array.from(
    { length: last.getUTCDate() },
    (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`,
  );
}

/** Whether a row holds on every day of a month. `to` null: until further notice. */
export function holdsAllMonth(
  { from, to }: { readonly from: string; readonly to: string | null },
  month: string,
): boolean {
  return monthDays(month).every((day) => from <= day && (to === null || day <= to));
}
