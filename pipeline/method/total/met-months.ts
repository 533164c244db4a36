// The months that the window (M-OWNER) of some flow of an operation meets, whether the flow counts
// or not. Money of such a month may be dated otherwise in it, so a total adds nothing modelled.
import { monthOf } from '../calendar.ts';
import { isDated } from '../flow.ts';
import type { Reading } from '../reading.ts';
import { windowOf } from '../window.ts';

/** @returns whether a month, counted since the year 0, is met */
export function metMonths(operation: string, reading: Reading): (month: number) => boolean {
  const windows = reading
    .entriesFor(operation)
    .flatMap(({ contents }) => contents.filter(isDated).map(windowOf));
  const months = new Set(
    windows.flatMap(({ first, last }) => {
      const [from, to] = [monthOf(first), monthOf(last)];
      return Array.from({ length: to - from + 1 }, (_, at) => from + at);
    }),
  );
  return (month) => months.has(month);
}
