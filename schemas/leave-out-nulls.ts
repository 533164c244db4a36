// A null in a field that has a default says what leaving it out says. The schema does not take it,
// because a layer of zod for it would cost every record time.
import type { z } from 'zod';
import type { Adjustment } from './adjustment.ts';
import { valueAt } from './json-path.ts';

/** Fields of schemas/record-field.ts, and lists of one kind. */
const WITH_DEFAULT: ReadonlySet<PropertyKey | undefined> = new Set([
  'revision',
  'void',
  'upstream',
  'settles',
  'withheld',
  'slots',
  'ads_txt',
]);

/**
 * A copy of the record without such nulls; null when it has none.
 * @param issues what the schema found wrong
 */
export function leaveOutNulls(
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): { value: unknown; adjustments: Adjustment[] } | null {
  if (typeof value !== 'object' || value === null) return null;
  const left = new Set(
    issues.flatMap(({ path }) =>
      path.length === 1 && WITH_DEFAULT.has(path[0]) && valueAt(value, path) === null
        ? [String(path[0])]
        : [],
    ),
  );
  if (left.size === 0) return null;
  const kept = Object.entries(value).filter(([field]) => !left.has(field));
  return { value: Object.fromEntries(kept), adjustments: [] };
}
