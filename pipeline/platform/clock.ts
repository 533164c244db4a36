// The only module that reads the time. Everything else takes a Clock, so that tests and recomputed
// runs can set it.

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

/**
 * Records are known from 1970 to 2199. A run takes what is known on 1 January 2200 as everything
 * (sql/expressions/known_by.sql), and the order of copies counts from 1970.
 */
const LAST_KNOWN_MS = Date.UTC(2200, 0, 1) - 1;

/** The nearest permitted time. It is needed because a producer can put any time on a message. */
export const nearestKnown = (timeMs: number) => Math.min(Math.max(timeMs, 0), LAST_KNOWN_MS);

export const canBeKnown = (timeMs: number) => nearestKnown(timeMs) === timeMs;
