// Days and months of a world, counted from its first day.
import { isoMonth } from '../../text/calendar.ts';

const DAY_MS = 86_400_000;

export interface Calendar {
  /** YYYY-MM of each month. */
  months: readonly string[];
  /** First day of each month, and the number of days at the end. */
  starts: readonly number[];
  monthOfDay: readonly number[];
  /** ISO day, also of days after the end. */
  iso: (day: number) => string;
  weekday: (day: number) => number;
}

export function calendarOf(firstMonth: string, monthCount: number): Calendar {
  const [year = 0, month = 0] = firstMonth.split('-').map(Number);
  const startMs = Date.UTC(year, month - 1, 1);
  const dayOf = (index: number) => (Date.UTC(year, month - 1 + index, 1) - startMs) / DAY_MS;
  const starts = Array.from({ length: monthCount + 1 }, (_, index) => dayOf(index));
  const months = Array.from({ length: monthCount }, (_, index) =>
    isoMonth(year * 12 + month - 1 + index),
  );
  const monthOfDay = months.flatMap((_, index) =>
    Array.from({ length: (starts[index + 1] ?? 0) - (starts[index] ?? 0) }, () => index),
  );
  return {
    months,
    starts,
    monthOfDay,
    iso: (day) => new Date(startMs + day * DAY_MS).toISOString().slice(0, 10),
    weekday: (day) => new Date(startMs + day * DAY_MS).getUTCDay(),
  };
}
