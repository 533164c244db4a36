// Days and months as whole numbers: days since 1970-01-01, months since the year 0.

const DAY_MS = 86_400_000;

/** @param text YYYY-MM-DD */
export function dayOf(text: string): number {
  return Date.parse(text) / DAY_MS;
}

export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** YYYY-MM */
export function monthText(month: number): string {
  return dayText(firstDayOf(month)).slice(0, 7);
}

/** The first day of a month. */
export function firstDayOf(month: number): number {
  const [year, ofYear] = [Math.floor(month / 12), (month % 12) + 1];
  return dayOf(`${String(year).padStart(4, '0')}-${String(ofYear).padStart(2, '0')}-01`);
}

/** Days from `first` to `last`, both included. */
export interface Days {
  readonly first: number;
  readonly last: number;
}

/** @param month YYYY-MM */
export function monthDays(month: string): Days {
  const first = dayOf(`${month}-01`);
  return { first, last: firstDayOf(monthOf(first) + 1) - 1 };
}

export function meet(one: Days, other: Days): boolean {
  return one.first <= other.last && other.first <= one.last;
}

export function within(inner: Days, outer: Days): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Each month that the days touch, with the number of days in it. */
export function monthsOf({ first, last }: Days): { month: number; days: number }[] {
  const found = [];
  for (let month = monthOf(first), day = first; day <= last; month += 1) {
    const next = Math.min(firstDayOf(month + 1), last + 1);
    found.push({ month, days: next - day });
    day = next;
  }
  return found;
}
