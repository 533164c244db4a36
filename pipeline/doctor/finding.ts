// What the doctor finds: one row for each check. A check that breaks is a finding too, so that it
// hides no other.
import { messageOf } from '../platform/failure.ts';

export interface Finding {
  check: string;
  state: 'ok' | 'warning' | 'failed';
  what: string;
  /** Empty when nothing is to do. */
  what_to_do: string;
}

export function ok(check: string, what: string): Finding {
  return { check, state: 'ok', what, what_to_do: '' };
}

export function warning(check: string, what: string, whatToDo: string): Finding {
  return { check, state: 'warning', what, what_to_do: whatToDo };
}

export function failed(check: string, what: string, whatToDo: string): Finding {
  return { check, state: 'failed', what, what_to_do: whatToDo };
}

/** What a check finds, or that it could not be made and why. */
export async function found(
  check: string,
  look: () => Promise<readonly Finding[]> | readonly Finding[],
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (thrown) {
    return [failed(check, messageOf(thrown), 'put right what the message says, then ask again')];
  }
}
