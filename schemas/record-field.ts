// Fields that several record kinds have.
import { z } from 'zod';
import { date, revisionNumber } from './field.ts';
import type { Reason } from './reason.ts';

/** What a null, or a field that is left out, means; the null of every other field stays one. */
const MEANT = {
  revision: 1,
  void: false,
  line: 'other',
  device: 'all',
  upstream: [],
  settles: [],
  withheld: [],
  slots: [],
  ads_txt: [],
} as const satisfies Record<string, unknown>;

const MEANT_FIELDS = Object.entries(MEANT);

/**
 * The first check of every record kind: fills in what a null means. A transform of each field would
 * take a third of the time of decoding.
 */
export function fillNulls({ value: record }: { value: Record<string, unknown> }): void {
  for (const [field, meant] of MEANT_FIELDS) if (record[field] === null) record[field] = meant;
}

/**
 * A field that may be left out or null, and then has a value of its own. The type in the first
 * signature is what {@link fillNulls} makes of it.
 */
export function whenNull<Schema extends z.ZodType>(
  schema: Schema,
  meant: z.output<Schema>,
): z.ZodDefault<Schema>;
export function whenNull(schema: z.ZodType, meant: unknown): z.ZodType {
  return schema.nullable().default(meant);
}

/** A higher revision replaces a lower one. */
export const revision = whenNull(revisionNumber, MEANT.revision).describe(
  'a higher revision replaces a lower one; left out: 1',
);

/** True: the record never was. What it said before stays in history. */
export const voided = whenNull(z.boolean(), MEANT.void).describe(
  'true: this record never was, such as a wrong row',
);

/** A list that may be left out or null, which is the empty list. */
export function listOf<Entry extends z.ZodType>(entry: Entry, most: number) {
  return whenNull(z.array(entry).max(most, 'list_too_long' satisfies Reason), []);
}

/** The days on which a row of a registry is in force. */
export const IN_FORCE = {
  valid_from: date.nullable().default(null).describe('first day; null: from the beginning'),
  valid_to: date
    .nullable()
    .default(null)
    .describe('last day, included; null: until further notice'),
};
