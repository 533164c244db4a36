// The result of each check of the doctor. A check that itself fails is a result too, so that it
// hides no other.
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

/** What a check finds, or that it could not be made and why. */
export async function found(
  check: string,
  look: () => Promise<readonly CheckResult[]> | readonly CheckResult[],
): Promise<readonly CheckResult[]> {
  try {
    return await look();
  } catch (thrown) {
    return [failed(check, messageOf(thrown), 'put right what the message says, then ask again')];
  }
}
