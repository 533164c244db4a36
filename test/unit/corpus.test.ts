// Every example of schemas/examples goes through the real decoder, so that examples and code cannot
// drift. The canonical form is computed here a second time, from the lists of record-fields.ts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { MAX_RECORD_BYTES, decode } from '../../schemas/decode.ts';
import { BATCH_REASONS, REASONS } from '../../schemas/reason.ts';
import { KINDS } from '../../schemas/record.ts';
import { type Fields, RECORD_FIELDS, fieldOf } from './record-fields.ts';
import { event, lineOf } from '../records.ts';

const about = { kind: z.enum(KINDS), about: z.string().min(1) };
const acceptedRow = z.strictObject({
  ...about,
  record: z.record(z.string(), z.unknown()),
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

const object = z.record(z.string(), z.unknown());

function canonicalJson(value: unknown, fields: Fields): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item, fields)).join(',')}]`;
  const record = object.parse(value);
  const members = fields.map((field) => {
    const { name, inner } = fieldOf(field);
    return inner === null
      ? `"${name}":${JSON.stringify(record[name] ?? null)}`
      : `"${name}":${canonicalJson(record[name], inner)}`;
  });
  return `{${members.join(',')}}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

describe('accepted examples', () => {
  test.each(ACCEPTED)('$kind: $about', ({ kind, record, sha256: expected }) => {
    const decoded = decode(kind, Buffer.from(JSON.stringify(record)));
    expect(decoded).toMatchObject({ outcome: 'valid', input: { kind } });
    expect(decoded.digest).toBe(expected);
    const canonical = canonicalJson(record, RECORD_FIELDS[kind]);
    expect(sha256(canonical)).toBe(expected);
    expect(decoded).toMatchObject({ canonical });
  });

  test('there are at least 16, and at least 3 of each kind', () => {
    expect(ACCEPTED.length).toBeGreaterThanOrEqual(16);
    for (const kind of KINDS)
      expect(ACCEPTED.filter((row) => row.kind === kind).length, kind).toBeGreaterThanOrEqual(3);
  });

  test('records with different content have different digests, and a left-out nullable field has the digest of null', () => {
    const contents = new Set(
      ACCEPTED.map(({ kind, record }) => `${kind} ${canonicalJson(record, RECORD_FIELDS[kind])}`),
    );
    expect(new Set(ACCEPTED.map((row) => row.sha256)).size).toBe(contents.size);
    expect(contents.size, 'one pair differs only by the nulls written').toBe(ACCEPTED.length - 1);
  });
});

describe('rejected examples', () => {
  test.each(REJECTED)('$kind, $reason: $about', (row) => {
    const raw = rawBytes(row);
    const decoded = decode(row.kind, raw);
    expect(decoded).toMatchObject({ outcome: 'rejected', reason: row.reason, path: row.path });
    expect(decoded.digest).toBe(createHash('sha256').update(raw).digest('hex'));
  });

  test('there are at least 55, and at least 5 of each kind', () => {
    expect(REJECTED.length).toBeGreaterThanOrEqual(55);
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

  test('no example is repeated', () => {
    const seen = REJECTED.map((row) => `${row.kind} ${rawBytes(row).toString('base64')}`);
    expect(new Set(seen).size).toBe(REJECTED.length);
  });
});

describe('limits that no example line should carry', () => {
  const around = (length: number): Buffer => {
    const record = event('x', { account: 'a' });
    const padding = 'x'.repeat(length - lineOf(record).length);
    return lineOf({ ...record, record_id: `x${padding}` });
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
      reason: 'invalid_site',
      path: '$.site',
    });
  });

  test('half a million wrong items end in one rejection', () => {
    const flow = `{"site_shares":[${'1,'.repeat(500_000)}1]}`;
    expect(decode('flow', Buffer.from(flow))).toMatchObject({ outcome: 'rejected' });
  });
});
