// Words time spans for the doctor.
import { isoTime } from '../platform/clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A time span in its largest sensible unit. */
export function ago(spanMs: number): string {
  const [unitMs, unit] =
    spanMs < 2 * MINUTE_MS
      ? [1_000, 's']
      : spanMs < 2 * HOUR_MS
        ? [MINUTE_MS, 'min']
        : spanMs < 2 * DAY_MS
          ? [HOUR_MS, 'h']
          : [DAY_MS, 'days'];
  return `${String(Math.max(0, Math.floor(spanMs / unitMs)))} ${unit}`;
}

/** A time, and how long ago it is. */
export function timeAndAgo(atMs: number, nowMs: number): string {
  return `${isoTime(atMs)}, ${ago(nowMs - atMs)} ago`;
}
