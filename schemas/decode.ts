// Decodes one record. Bytes go in, and exactly one outcome comes out: a valid record with its
// canonical form and digest, or a rejection with its reason. It never throws. This is the only
// place where foreign JSON becomes a record.
import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { z } from 'zod';
import type { Adjustment } from './adjustment.ts';
import { dropAdsTxtLines } from './drop-ads-txt-lines.ts';
import { duplicateKeyPath } from './duplicate-key.ts';
import { flowForm } from './flow-form.ts';
import { jsonPath, valueAt } from './json-path.ts';
import { type Reason, isReason } from './reason.ts';
import {
  type InputOf,
  type InputRecord,
  type Kind,
  RECORD_KINDS,
  type RecordOf,
} from './record.ts';
import { respell } from './respell.ts';

/** Largest record in bytes. */
export const MAX_RECORD_BYTES = 1_048_576;

export interface Valid {
  outcome: 'valid';
  input: InputRecord;
  /** Canonical JSON: keys in schema order, defaults filled in, no spaces. */
  canonical: string;
  /** SHA-256 over the canonical JSON, hexadecimal. */
  digest: string;
  /** What intake changed in the record, and says. */
  adjustments: readonly Adjustment[];
}

export interface Rejected {
  outcome: 'rejected';
  reason: Reason;
  /** JSON path of the value at fault; `$` is the whole record. */
  path: string;
  /** SHA-256 over the raw bytes, hexadecimal. */
  digest: string;
}

export type Decoded = Valid | Rejected;

/** Decodes one message or line of the given kind. */
export function decode(kind: Kind, raw: Buffer): Decoded {
  if (raw.length > MAX_RECORD_BYTES) return rejected(raw, 'record_too_large', '$');
  if (!isUtf8(raw)) return rejected(raw, 'invalid_utf8', '$');
  const text = raw.toString('utf8');
  const parsed = parseJson(text);
  if (parsed.reason !== null) return rejected(raw, parsed.reason, '$');
  const result = validate(kind, parsed.value);
  if (!result.ok) return rejected(raw, result.reason, result.path);
  const { input, adjustments } = result;
  const canonical = JSON.stringify(input.record);
  const ambiguous = ambiguity(raw, text, parsed.value, canonical);
  if (ambiguous !== null) return rejected(raw, ambiguous.reason, ambiguous.path);
  return {
    outcome: 'valid',
    input,
    canonical,
    digest: hash('sha256', canonical, 'hex'),
    adjustments,
  };
}

/** A path holds keys of the record, which may be as long as the record itself. */
const PATH_LENGTH = 200;

function rejected(raw: Buffer, reason: Reason, path: string): Rejected {
  return {
    outcome: 'rejected',
    reason,
    path: path.slice(0, PATH_LENGTH).toWellFormed(),
    digest: hash('sha256', raw, 'hex'),
  };
}

type Parsed = { value: unknown; reason: null } | { reason: Reason };

function parseJson(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.trim() === '') return { reason: 'empty_record' };
    return {
      reason: /[:[,]\s*-?(NaN|Infinity)\s*[,}\]]/.test(text) ? 'not_a_number' : 'invalid_json',
    };
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { value, reason: null } : { reason: 'not_an_object' };
}

interface Fault {
  ok: false;
  reason: Reason;
  path: string;
}

/** The same registry, in a type that ties the schema of a kind to its records. */
const SCHEMAS: { readonly [One in Kind]: { schema: z.ZodType<RecordOf<One>> } } = RECORD_KINDS;

interface Validated {
  ok: true;
  input: InputRecord;
  adjustments: Adjustment[];
}

function validate(kind: Kind, value: unknown): Validated | Fault {
  if (kind !== 'flow') return parse(kind, value);
  const result = parse(kind, value);
  if (!result.ok) return result;
  const { flow, adjustments } = flowForm(result.input.record);
  return {
    ok: true,
    input: { kind, record: flow },
    adjustments: [...result.adjustments, ...adjustments],
  };
}

/**
 * What mends a record, in this order: spelling, again (a number with a plus sign may have too many
 * decimals), and leaving out lines of ads.txt.
 */
const MENDS = [respell, respell, dropAdsTxtLines];

function parse<One extends Kind>(
  kind: One,
  value: unknown,
): { ok: true; input: InputOf<One>; adjustments: Adjustment[] } | Fault {
  const { schema } = SCHEMAS[kind];
  let tried = value;
  let result = schema.safeParse(value);
  const adjustments: Adjustment[] = [];
  for (const mend of MENDS) {
    if (result.success) break;
    const mended = mend(tried, result.error.issues);
    if (mended === null) continue;
    tried = mended.value;
    result = schema.safeParse(tried);
    adjustments.push(...mended.adjustments);
  }
  if (!result.success) return firstProblem(result.error.issues, tried);
  return { ok: true, input: { kind, record: result.data }, adjustments };
}

function firstProblem(issues: readonly z.core.$ZodIssue[], value: unknown): Fault {
  // An unknown field is often a misspelt required one, so it explains more than the missing one.
  // A list that is too long explains more than one of its entries.
  const issue =
    issues.find(({ code }) => code === 'unrecognized_keys') ??
    issues.find(({ message }) => message === ('list_too_long' satisfies Reason)) ??
    issues[0];
  if (issue === undefined) return { ok: false, reason: 'wrong_type', path: '$' };
  const path = jsonPath(
    issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path,
  );
  return { ok: false, reason: reasonOf(issue, value), path };
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): Reason {
  if (isReason(issue.message)) return issue.message;
  if (issue.code === 'unrecognized_keys') return 'unknown_field';
  const found = valueAt(value, issue.path);
  if (found === undefined) return 'missing_field';
  if (issue.code === 'invalid_value')
    return typeof found === 'string' ? 'unknown_value' : 'wrong_type';
  if (issue.path[0] === 'settles' && namesFlow(found)) return 'settles_other_source';
  // zod calls 1e999, which parses as Infinity, a wrong type. The sender wrote a number that is out
  // of range.
  const tooLarge =
    issue.code === 'invalid_type' && issue.expected === 'number' && typeof found === 'number';
  return tooLarge ? 'integer_out_of_range' : 'wrong_type';
}

/** A settled line written like a flow of another source; one of the own source was spelt above. */
function namesFlow(found: unknown): boolean {
  return ['source', 'flow_id'].every((field) => typeof valueAt(found, [field]) === 'string');
}

/** What no schema sees: half of a surrogate pair, and a key that occurred twice. */
function ambiguity(
  raw: Buffer,
  text: string,
  value: unknown,
  canonical: string,
): { reason: Reason; path: string } | null {
  // JSON.stringify writes half a pair as an escape, and nothing else as \ud...
  if (canonical.includes('\\ud')) {
    const path = loneSurrogatePath(value);
    if (path !== null) return { reason: 'invalid_unicode', path };
  }
  // Without a backslash, each quotation mark opens or closes a key or a text. So a dropped key
  // changes their number.
  if (quotationMarks(raw) === 2 * keysAndTexts(value)) return null;
  const path = duplicateKeyPath(text);
  return path === null ? null : { reason: 'duplicate_key', path };
}

/** The number of quotation marks, or -1 when a backslash makes the count meaningless. */
function quotationMarks(raw: Buffer): number {
  let marks = 0;
  for (let index = 0; index < raw.length; index += 1) {
    const byte = raw[index];
    if (byte === 0x22) marks += 1;
    else if (byte === 0x5c) return -1;
  }
  return marks;
}

/** An entry of ads_txt that was left out may be nested deeper than any call stack. */
const DEEPEST_COUNTED = 32;

/** Quotation marks that the keys and texts of the value need, halved; NaN: nested too deep. */
function keysAndTexts(value: unknown, depth = 0): number {
  if (typeof value === 'string') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > DEEPEST_COUNTED) return Number.NaN;
  const inner: unknown[] = Object.values(value);
  return inner.reduce<number>(
    (sum, item) => sum + keysAndTexts(item, depth + 1),
    Array.isArray(value) ? 0 : inner.length,
  );
}

/** Where the first text with half a pair is. Nothing here recurses, for the same reason. */
function loneSurrogatePath(record: unknown): string | null {
  const open: { value: unknown; path: string }[] = [{ value: record, path: '$' }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { value, path } = at;
    if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) return path;
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    const inner = Object.entries(value).map(([key, item]: [string, unknown]) => ({
      value: item,
      path: isList ? `${path}[${key}]` : `${path}.${key}`,
    }));
    // Not push(...inner), whose number of arguments has a limit.
    for (const item of inner.reverse()) open.push(item);
  }
  return null;
}
