// The result of a check: one row of the doctor's list. A check that throws becomes a failed row, so
// that it does not hide the other checks.
import { messageOf } from '../platform/failure.ts';

export interface CheckResult {
  check: string;
  state: 'ok' | 'warning' | 'failed';
  what: string;
  /** Empty when there is nothing to do. */
  what_to_do: string;
}

export function ok(check: string, what: string): CheckResult {
  return { check, state: 'ok', what, what_to_do: '' };
}

export function warning(check: string, what: string, whatToDo: string): CheckResult {
  return { check, state: 'warning', what, what_to_do: whatToDo };
}

export function failed(check: string, what: string, whatToDo: string): CheckResult {
  return { check, state: 'failed', what, what_to_do: whatToDo };
}

/** Runs a check; if it throws, returns a failed row with the reason. */
export async function runCheck(
  check: string,
  look: () => Promise<readonly CheckResult[]> | readonly CheckResult[],
): Promise<readonly CheckResult[]> {
  try {
    return await look();
  } catch (thrown) {
    return [failed(check, messageOf(thrown), 'fix what the message says, then run this again')];
  }
}
