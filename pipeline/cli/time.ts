// Times and months on the command line.
import { date, timestamp } from '../../schemas/field.ts';
import { canBeKnown } from '../platform/clock.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';

const DAY_MS = 86_400_000;

/**
 * @param written a day (YYYY-MM-DD) or a time in UTC, ISO 8601
 * @param edge which end of the day a day alone means
 * @returns milliseconds since 1970
 */
export function parseTime(option: string, written: string, edge: 'start' | 'end'): number {
  if (date.safeParse(written).success)
    return Date.parse(written) + (edge === 'end' ? DAY_MS - 1 : 0);
  if (timestamp.safeParse(written).success) return Date.parse(written);
  throw usageFailure(
    'wrong_time',
    `${option} ${nameShown(written)}: write a day that exists (2016-03-08) or a time in UTC ` +
      '(2016-03-08T12:00:00Z), in the years 1900 to 2200.',
  );
}

/** When records were known. @throws Failure (exit 2) for a time at which none can be */
export function parseKnownAt(option: string, written: string): number {
  const timeMs = parseTime(option, written, 'start');
  if (canBeKnown(timeMs)) return timeMs;
  throw usageFailure(
    'wrong_time',
    `${option} ${nameShown(written)}: records are known from 1970 on, and before 2200. Write ` +
      'when they came to be known.',
  );
}

/** @throws Failure (exit 2) for anything but YYYY-MM */
export function refuseWrongMonth(option: string, written: string): void {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(written))
    throw usageFailure(
      'wrong_month',
      `${option} ${nameShown(written)}: write YYYY-MM, for example 2015-11.`,
    );
}
