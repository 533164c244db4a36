// Other spellings of the same thing. A record that its schema refuses gets another try with the
// refused values spelt as the schema wants them. A value that means something else is left alone,
// and the record is rejected. docs/records.md lists the spellings.
import type { z } from 'zod';
import type { Adjustment } from './adjustment.ts';
import { identifier } from './field.ts';
import { jsonPath, valueAt } from './json-path.ts';
import { type Reason, isReason } from './reason.ts';
import {
  type Spelling,
  countrySpelling,
  cutAmount,
  numberSpelling,
  wordAmong,
} from './spelling.ts';
import { daySpelling, monthSpelling, timeSpelling } from './time-spelling.ts';

interface Respelt {
  value: unknown;
  adjustments: Adjustment[];
}

/**
 * A copy of the record with its refused values in the spelling of the schema.
 * @param value the JSON value as sent
 * @param issues what the schema found wrong with it
 * @returns null when no refused value has another spelling
 */
export function respell(value: unknown, issues: readonly z.core.$ZodIssue[]): Respelt | null {
  const adjustments: Adjustment[] = [];
  const copies = new Set<object>();
  let respelt = value;
  for (const issue of issues) {
    const spelling = spellingOf(respelt, issue);
    if (spelling === null) continue;
    respelt = withTextAt(respelt, issue.path, spelling.text, copies);
    if (spelling.said !== undefined)
      adjustments.push({ code: spelling.said, path: jsonPath(issue.path) });
  }
  return respelt === value ? null : { value: respelt, adjustments };
}

function spellingOf(record: unknown, issue: z.core.$ZodIssue): Spelling | null {
  const found = valueAt(record, issue.path);
  if (typeof found !== 'string') return settledSpelling(record, found, issue);
  const written = found.trim();
  if (issue.code === 'invalid_value') return wordAmong(written, issue.values);
  if (!isReason(issue.message)) return null;
  const spell = SPELLINGS[issue.message];
  const spelling = spell === undefined ? { text: written } : spell(written, record, issue.path);
  return spelling?.text === found ? null : spelling;
}

type Spell = (written: string, record: unknown, path: readonly PropertyKey[]) => Spelling | null;

/** By the reason for which the schema refuses a value. */
const SPELLINGS: Partial<Record<Reason, Spell>> = {
  invalid_date: daySpelling,
  impossible_date: daySpelling,
  invalid_month: monthSpelling,
  invalid_timestamp: timeSpelling,
  invalid_amount: numberSpelling,
  negative_amount: numberSpelling,
  amount_too_precise: cutAmount,
  invalid_share: numberSpelling,
  share_out_of_range: numberSpelling,
  invalid_decimal: numberSpelling,
  invalid_currency: (written) =>
    /^[a-z\d]{3,10}$/i.test(written) ? { text: written.toUpperCase() } : { text: written },
  invalid_country: countrySpelling,
  unknown_country: countrySpelling,
  invalid_sha256: (written) => ({ text: written.toLowerCase().replace(/^sha-?256:/, '') }),
};

/** A settled line written like an entry of `upstream`, when it is of the same source. */
function settledSpelling(
  record: unknown,
  found: unknown,
  { path: [list] }: z.core.$ZodIssue,
): Spelling | null {
  if (list !== 'settles' || typeof found !== 'object' || found === null) return null;
  const { flow_id: id, source = null, ...rest }: Record<string, unknown> = { ...found };
  const own = identifier.safeParse(valueAt(record, ['source'])).data;
  const isOwn = source === null || identifier.safeParse(source).data === own;
  return typeof id === 'string' && isOwn && Object.keys(rest).length === 0 ? { text: id } : null;
}

/**
 * The value with another text at the path. What the path leads through is copied, and only once: a
 * list may have 10,000 entries to spell.
 * @param copies the objects that were copied already
 */
function withTextAt(
  value: unknown,
  [key, ...rest]: readonly PropertyKey[],
  text: string,
  copies: Set<object>,
): unknown {
  if (key === undefined) return text;
  if (typeof value !== 'object' || value === null) return value;
  const copy = copies.has(value) ? value : copyOf(value);
  copies.add(copy);
  Reflect.set(copy, key, withTextAt(Reflect.get(copy, key), rest, text, copies));
  return copy;
}

function copyOf(value: object): object {
  if (!Array.isArray(value)) return { ...value };
  const list: unknown[] = value;
  return [...list];
}
