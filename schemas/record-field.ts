// Fields that several record kinds have. A null in a field with a default is as good as leaving it
// out (schemas/leave-out-nulls.ts).
import { z } from 'zod';
import { revisionNumber } from './field.ts';
import type { Reason } from './reason.ts';

/** A higher revision replaces a lower one. */
export const revision = revisionNumber
  .default(1)
  .describe('a higher revision replaces a lower one; left out: 1');

/** True: the record never was. What it said before stays in history. */
export const voided = z
  .boolean()
  .default(false)
  .describe('true: this record never was, such as a wrong row');

/** A list that may be left out, which is the empty list. */
export function listOf<Entry extends z.ZodType>(entry: Entry, most: number) {
  return z
    .array(entry)
    .max(most, 'list_too_long' satisfies Reason)
    .default([]);
}
