// Every example of schemas/examples goes through the real decoder, so that examples and code cannot
// drift. The canonical form is computed here a second time, from the lists of record-fields.ts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ADJUSTMENTS } from '../../schemas/adjustment.ts';
import { MAX_RECORD_BYTES, decode } from '../../schemas/decode.ts';
import { BATCH_REASONS, REASONS } from '../../schemas/reason.ts';
import { KINDS } from '../../schemas/record.ts';
import { type Fields, RECORD_FIELDS, fieldOf } from './record-fields.ts';
import { PLAIN_FLOW, event, flow, lineOf, observation } from '../records.ts';

const about = { kind: z.enum(KINDS), about: z.string().min(1) };
const object = z.record(z.string(), z.unknown());
const acceptedRow = z.strictObject({
  ...about,
  record: object,
  /** Fields as they are taken, where that differs from the record: spelt otherwise, or adjusted. */
  taken: object.default({}),
  /** What intake changed, and says. */
  adjusted: z
    .array(z.strictObject({ code: z.enum(Object.keys(ADJUSTMENTS)), path: z.string() }))
    .default([]),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const repeat = z.strictObject({
  before: z.string(),
  text: z.string(),
  times: z.int(),
  after: z.string(),
});
const bytes = {
  raw: z.string().optional(),
  raw_base64: z.base64().optional(),
  raw_repeat: repeat.optional(),
};
const rejectedRow = z.strictObject({ ...about, reason: z.string(), path: z.string(), ...bytes });

function rows<Row>(name: string, schema: z.ZodType<Row>): Row[] {
  const text = readFileSync(
    new URL(`../../schemas/examples/${name}.ndjson`, import.meta.url),
    'utf8',
  );
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => schema.parse(JSON.parse(line)));
}

const ACCEPTED = rows('accepted', acceptedRow);
const REJECTED = rows('rejected', rejectedRow);

function rawBytes(row: z.infer<typeof rejectedRow>): Buffer {
  const given = [row.raw, row.raw_base64, row.raw_repeat].filter((form) => form !== undefined);
  expect(given, 'exactly one of raw, raw_base64, raw_repeat').toHaveLength(1);
  if (row.raw_repeat !== undefined) {
    const { before, text, times, after } = row.raw_repeat;
    return Buffer.from(before + text.repeat(times) + after);
  }
  return row.raw === undefined ? Buffer.from(row.raw_base64 ?? '', 'base64') : Buffer.from(row.raw);
}

/** Canonical JSON of a record in its canonical spelling. */
function canonicalJson(value: unknown, fields: Fields): string {
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item, fields)).join(',')}]`;
  const record = object.parse(value);
  const members = fields.map((field) => {
    const { name, inner, whenNull } = fieldOf(field);
    const member = record[name] ?? null;
    if (member === null) return `"${name}":${whenNull}`;
    return `"${name}":${inner === null ? JSON.stringify(member) : canonicalJson(member, inner)}`;
  });
  return `{${members.join(',')}}`;
}

/** A flow without basis is net if a value date says that it arrived, else gross. */
function withBasis({ kind, record, taken }: z.infer<typeof acceptedRow>): Record<string, unknown> {
  const merged = { ...record, ...taken };
  if (kind !== 'flow') return merged;
  const arrived = (merged['value_date'] ?? null) !== null;
  return { ...merged, basis: merged['basis'] ?? (arrived ? 'net' : 'gross') };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

describe('accepted examples', () => {
  test.each(ACCEPTED)('$kind: $about', (row) => {
    const { kind, record, adjusted, sha256: expected } = row;
    const decoded = decode(kind, Buffer.from(JSON.stringify(record)));
    const canonical = canonicalJson(withBasis(row), RECORD_FIELDS[kind]);
    expect(decoded).toMatchObject({ outcome: 'valid', input: { kind }, canonical });
    expect(decoded).toMatchObject({ adjustments: adjusted });
    expect(decoded.digest).toBe(expected);
    expect(sha256(canonical)).toBe(expected);
  });

  test.each(ACCEPTED)('the canonical form is taken as it is: $kind, $about', (row) => {
    const canonical = canonicalJson(withBasis(row), RECORD_FIELDS[row.kind]);
    expect(decode(row.kind, Buffer.from(canonical))).toMatchObject({
      outcome: 'valid',
      canonical,
      adjustments: [],
    });
  });

  test('there are at least 40, and at least 3 of each kind', () => {
    expect(ACCEPTED.length).toBeGreaterThanOrEqual(40);
    for (const kind of KINDS)
      expect(ACCEPTED.filter((row) => row.kind === kind).length, kind).toBeGreaterThanOrEqual(3);
  });

  test('every adjustment has an example', () => {
    const codes = ACCEPTED.flatMap((row) => row.adjusted.map(({ code }) => code));
    expect([...new Set(codes)].sort()).toEqual(Object.keys(ADJUSTMENTS).sort());
  });

  test('records with different content have different digests, and a left-out field has the digest of null', () => {
    const contents = new Set(
      ACCEPTED.map(
        (row) => `${row.kind} ${canonicalJson(withBasis(row), RECORD_FIELDS[row.kind])}`,
      ),
    );
    expect(new Set(ACCEPTED.map((row) => row.sha256)).size).toBe(contents.size);
    const pairs = KINDS.length;
    expect(contents.size, 'one pair of each kind differs only by the nulls written').toBe(
      ACCEPTED.length - pairs,
    );
  });
});

describe('rejected examples', () => {
  test.each(REJECTED)('$kind, $reason: $about', (row) => {
    const raw = rawBytes(row);
    const decoded = decode(row.kind, raw);
    expect(decoded).toMatchObject({ outcome: 'rejected', reason: row.reason, path: row.path });
    expect(decoded.digest).toBe(createHash('sha256').update(raw).digest('hex'));
  });

  test('there are at least 120, and at least 5 of each kind', () => {
    expect(REJECTED.length).toBeGreaterThanOrEqual(120);
    for (const kind of KINDS)
      expect(REJECTED.filter((row) => row.kind === kind).length, kind).toBeGreaterThanOrEqual(5);
  });

  test('every reason code has an example, and every example a code of the closed list', () => {
    expect([...new Set(REJECTED.map((row) => row.reason))].sort()).toEqual(
      Object.keys(REASONS)
        .filter((reason) => !BATCH_REASONS.some((one) => one === reason))
        .sort(),
    );
  });

  test('docs/records.md has every reason code with its text, in order', () => {
    const rows = readFileSync('docs/records.md', 'utf8').matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm);
    const documented = [...rows].map(([, reason, text]) => [reason, text]);
    expect(documented.filter(([reason = '']) => reason in REASONS)).toEqual(
      Object.entries(REASONS),
    );
  });

  test('docs/records.md has every adjustment with its text, in order', () => {
    const rows = readFileSync('docs/records.md', 'utf8').matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm);
    const documented = [...rows].map(([, code, text]) => [code, text]);
    expect(documented.filter(([code = '']) => code in ADJUSTMENTS)).toEqual(
      Object.entries(ADJUSTMENTS),
    );
  });

  test('no example is repeated', () => {
    const seen = REJECTED.map((row) => `${row.kind} ${rawBytes(row).toString('base64')}`);
    expect(new Set(seen).size).toBe(REJECTED.length);
  });
});

describe('limits that no example line should carry', () => {
  const around = (length: number): Buffer => {
    const line = lineOf(event('x', { account: 'a' }));
    return Buffer.concat([line, Buffer.alloc(length - line.length, ' ')]);
  };

  test('a record of exactly 1 MiB is accepted, one byte more is not', () => {
    expect(around(MAX_RECORD_BYTES)).toHaveLength(1_048_576);
    expect(decode('event', around(MAX_RECORD_BYTES))).toMatchObject({ outcome: 'valid' });
    expect(decode('event', around(MAX_RECORD_BYTES + 1))).toMatchObject({
      outcome: 'rejected',
      reason: 'record_too_large',
    });
  });

  test.each([
    ['an unknown field', (deep: string) => `{"deep":${deep}}`, 'unknown_field', '$.deep'],
    [
      'a field of the record',
      (deep: string) => `{"record_id":${deep}}`,
      'wrong_type',
      '$.record_id',
    ],
    ['the whole', (deep: string) => deep, 'not_an_object', '$'],
    [
      'a field that stands twice, so that no schema sees the nesting',
      (deep: string) =>
        `{"date":${deep},"record_id":"e","revision":1,"source":"s","type":"letter","account":"a","date":"2016-05-26"}`,
      'duplicate_key',
      '$.date',
    ],
  ])(
    'nesting deeper than any call stack is rejected and not a crash: %s',
    (_where, wrap, reason, path) => {
      const depth = 500_000;
      const deep = '['.repeat(depth) + ']'.repeat(depth);
      expect(decode('event', Buffer.from(wrap(deep)))).toMatchObject({
        outcome: 'rejected',
        reason,
        path,
      });
    },
  );

  test('a host name of 300 000 letters outside ASCII is refused before punycode, whose cost is quadratic, sees it', () => {
    const site = `${'é'.repeat(300_000)}.tv`;
    expect(decode('event', lineOf(event('e', { site })))).toMatchObject({
      outcome: 'rejected',
      reason: 'text_too_long',
      path: '$.site',
    });
  });

  test('a number of 300 000 zeros before its last digit takes no longer than another', () => {
    const amount = `0.${'0'.repeat(300_000)}1`;
    expect(decode('flow', lineOf(flow('f', { amount, currency: 'EUR' })))).toMatchObject({
      reason: 'amount_too_precise',
    });
    expect(decode('flow', lineOf(flow('f', { amount, currency: 'BTC' })))).toMatchObject({
      input: { record: { amount: '0' } },
      adjustments: [{ code: 'digits_cut', path: '$.amount' }],
    });
  });

  test('an entry of ads_txt that is nested deeper than any call stack is left out', () => {
    const deep = '['.repeat(300_000) + ']'.repeat(300_000);
    const line = lineOf(observation('o', [], { ads_txt: ['DEEP'] })).toString();
    expect(decode('observation', Buffer.from(line.replace('"DEEP"', deep)))).toMatchObject({
      input: { record: { ads_txt: [] } },
      adjustments: [{ code: 'ads_txt_line_dropped', path: '$.ads_txt[0]' }],
    });
  });

  test('lists of the longest length are taken, also when each entry is in another spelling', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `e${String(index)}`);
    const settles = ids.map((id) => ({ source: PLAIN_FLOW.source, flow_id: id }));
    expect(decode('flow', lineOf(flow('f', { settles })))).toMatchObject({
      input: { record: { settles: ids } },
      adjustments: [],
    });
    const ads_txt = ids.map((account) => ({ network: 'n.example', account, relation: 'direct' }));
    const crawl = decode('observation', lineOf(observation('o', [], { ads_txt })));
    expect(crawl).toMatchObject({ outcome: 'valid', adjustments: [] });
    const upstream = ids.slice(0, 1_000).map((id) => ({ flow_id: id }));
    expect(decode('flow', lineOf(flow('f', { upstream })))).toMatchObject({ outcome: 'valid' });
  });

  test('a text of 1,000 characters is taken, whatever bytes they need', () => {
    const record = event('e', { account: '😀'.repeat(1_000) });
    expect(decode('event', lineOf(record))).toMatchObject({ outcome: 'valid' });
    expect(decode('event', lineOf({ ...record, account: '😀'.repeat(1_001) }))).toMatchObject({
      reason: 'text_too_long',
    });
  });

  test.each([
    ['flow', 'site_shares'],
    ['observation', 'ads_txt'],
  ] as const)('half a million wrong items end in one rejection: %s %s', (kind, field) => {
    const record = `{"${field}":[${'1,'.repeat(500_000)}1]}`;
    expect(decode(kind, Buffer.from(record))).toMatchObject({
      outcome: 'rejected',
      reason: 'list_too_long',
    });
  });
});
