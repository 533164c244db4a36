// Fields that several record kinds have.
import { z } from 'zod';
import { revisionNumber } from './field.ts';
import type { Reason } from './reason.ts';

/**
 * A field that may be left out or null, and then has a value of its own. The type is in the first
 * signature, because a check does not change types; a transform does, and takes a third of the time
 * of decoding.
 */
export function whenNull<Schema extends z.ZodType>(
  schema: Schema,
  value: z.output<Schema>,
): z.ZodDefault<Schema>;
export function whenNull(schema: z.ZodType, value: unknown): z.ZodType {
  return schema
    .nullable()
    .default(value)
    .check((context) => {
      context.value ??= value;
    });
}

/** A higher revision replaces a lower one. */
export const revision = whenNull(revisionNumber, 1).describe(
  'a higher revision replaces a lower one; left out: 1',
);

/** True: the record never was. What it said before stays in history. */
export const voided = whenNull(z.boolean(), false).describe(
  'true: this record never was, such as a wrong row',
);

/** A list that may be left out or null, which is the empty list. */
export function listOf<Entry extends z.ZodType>(entry: Entry, most: number) {
  return whenNull(z.array(entry).max(most, 'list_too_long' satisfies Reason), []);
}
