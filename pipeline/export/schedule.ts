// When an export is due: cron with five fields in a time zone. When clocks go forward, a time that
// does not exist is due at the next moment that exists. When they go back, a time that exists twice
// is due once, the first time (cases in docs/operations.md).
import { Cron } from 'croner';
import { messageOf } from '../platform/failure.ts';

function cronOf(schedule: string, timeZone: string): Cron {
  // `no-wildcard`: lists and ranges of hours follow the same rule as a single hour.
  return new Cron(schedule, {
    timezone: timeZone,
    mode: '5-part',
    fixedTimeRule: 'no-wildcard',
    paused: true,
  });
}

/** What is wrong with a schedule and in which field, or null. */
export function scheduleFault(
  schedule: string,
  timeZone: string,
): { field: 'schedule' | 'time_zone'; message: string } | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return {
      field: 'time_zone',
      message: `there is no time zone ${timeZone}; write one such as Europe/Paris`,
    };
  }
  try {
    if (cronOf(schedule, timeZone).nextRun() !== null) return null;
    return { field: 'schedule', message: `${schedule} is never due` };
  } catch (thrown) {
    return {
      field: 'schedule',
      message: `${schedule} is not a cron expression of five fields (${messageOf(thrown)})`,
    };
  }
}

/** The last due time after `afterMs` and up to `nowMs`; null when there is none. */
export function lastDue(
  schedule: string,
  timeZone: string,
  afterMs: number,
  nowMs: number,
): number | null {
  const [last] = cronOf(schedule, timeZone).previousRuns(1, new Date(nowMs + 1));
  const lastMs = last?.getTime() ?? null;
  return lastMs !== null && lastMs > afterMs ? lastMs : null;
}

/** The first due time after `nowMs`. */
export function nextDue(schedule: string, timeZone: string, nowMs: number): number | null {
  return cronOf(schedule, timeZone).nextRun(new Date(nowMs))?.getTime() ?? null;
}
