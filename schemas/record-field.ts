// Fields that several record kinds have. A field that has a default may also be null, which
// schemas/respell.ts takes for left out: a layer of zod for it would cost every record time.
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
