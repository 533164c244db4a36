// The only place that reads the time. Everything else takes a Clock, so that tests and replays can set it.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** ISO 8601 in UTC with milliseconds, as in `2026-11-23T10:00:00.000Z`. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** The form in which ClickHouse reads a DateTime64(3, 'UTC'). */
export function sqlTime(timeMs: number): string {
  return isoTime(timeMs).replace('T', ' ').replace('Z', '');
}
