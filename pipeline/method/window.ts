// The window of a flow (M-OWNER): the days on which another source may have dated the same
// money. It is from the first to the last of its period, value date and statement date, 10 days
// wider on both sides. Without a value date it lasts until 120 days after the period, if that is
// later: networks pay within this time.
import type { Days } from './calendar.ts';
import type { DatedFlow } from './flow.ts';

const WIDER_DAYS = 10;
/** Networks pay within this time. */
export const LONGEST_WAIT_DAYS = 120;

export function windowOf({ days, valueDay, statementDay }: DatedFlow): Days {
  const known = [days.first, days.last, valueDay ?? days.first, statementDay ?? days.first];
  const first = Math.min(...known) - WIDER_DAYS;
  const last = Math.max(...known) + WIDER_DAYS;
  return { first, last: valueDay === null ? Math.max(last, days.last + LONGEST_WAIT_DAYS) : last };
}
