// Apart from plancher.ts, which benches use outside of vitest.
import { expect } from 'vitest';
import { type Ended, isOneLine } from './plancher.ts';

/** One line that says what is wrong, and its exit code. */
export function expectFailure(ended: Ended, code: number, says: RegExp): void {
  expect(ended.stderr).toMatch(says);
  expect({ code: ended.code, isOneLine: isOneLine(ended), stderr: ended.stderr }).toEqual({
    code,
    isOneLine: true,
    stderr: ended.stderr,
  });
}
