// Fields that several record kinds have.
import { z } from 'zod';
import { revisionNumber } from './field.ts';
import type { Reason } from './reason.ts';

/** A higher revision replaces a lower one. */
export const revision = revisionNumber
  .nullable()
  .default(1)
  .transform((number) => number ?? 1)
  .describe('a higher revision replaces a lower one; left out: 1');

/** True: the record never was. What it said before stays in history. */
export const voided = z
  .boolean()
  .nullable()
  .default(false)
  .transform((isVoid) => isVoid ?? false)
  .describe('true: this record never was, such as a wrong row');

/** A list that may be left out or null, which is the empty list. */
export function listOf<Entry extends z.ZodType>(entry: Entry, most: number) {
  return z
    .array(entry)
    .max(most, 'list_too_long' satisfies Reason)
    .nullable()
    .default([])
    .transform((list) => list ?? []);
}
