// What holds for the decoder whatever comes in: it never throws, and every byte sequence has
// exactly one outcome. And what holds for the digest: it depends on the content of a record and on
// nothing else.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decoded, decode } from '../../schemas/decode.ts';
import { type Reason, isReason } from '../../schemas/reason.ts';
import type { Kind } from '../../schemas/record.ts';
import { type Fields, RECORDS, kindOf, sample } from './valid-record.ts';

const FUZZ_RUNS = 20_000;
const DIGEST_RUNS = 2_000;

// Mutations of the text of a valid record.

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1.5',
  '1e999',
  '-1e999',
  '9007199254740993',
  '4294967296',
  '9'.repeat(400),
  `0.${'0'.repeat(400)}1`,
];
const TEXTS = [
  ...[
    '""',
    '" "',
    '"x"',
    '"\\ud83d"',
    '"\\udc00\\ud800"',
    '"\\u0000"',
    '"\\uFEFF"',
    '"NaN"',
    '"-1"',
    '"1e5"',
    '"0.1234567"',
    '"99999.99999"',
  ],
  ...[
    '"2015-02-30"',
    '"2015-11-01"',
    '"2015-13"',
    '"9999-12-31T00:00:00Z"',
    '"123456789012345"',
    '"co.uk"',
    '"ZZ"',
    '"ZZZ"',
    '"reversed"',
  ],
];
const DEEP = ['['.repeat(300) + ']'.repeat(300), '{"a":'.repeat(300) + '1' + '}'.repeat(300)];
const NESTED = [
  '[]',
  '{}',
  '[null]',
  '[{}]',
  '{"__proto__":{"site":"a.tv"}}',
  '{"constructor":1}',
  '{"a":1,"a":2}',
  ...DEEP,
];
const VALUES = ['null', 'null', 'true', ...NUMBERS, ...TEXTS, ...TEXTS, ...NESTED];
const KEYS = [
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '""',
  '"Revision"',
  '"site"',
  '"\\u0073ite"',
  '"revision"',
  '"\\ud800"',
  '"0"',
];
const BROKEN = [
  'NaN',
  '-Infinity',
  '/**/',
  "'x'",
  'undefined',
  '',
  '01',
  '"',
  '}',
  ']',
  ',',
  ':',
  '"\n"',
  '"\\x"',
];

const TOKEN = /(?<text>"(?:[^"\\]|\\.)*")(?<colon>:?)|-?\d+(?:\.\d+)?|null|\{/gu;
type Part = 'key' | 'value' | 'brace';

type Change = (raw: Buffer) => Buffer;

// Without bias: fast-check prefers small numbers, and most changes would fall on the first token.
const place = fc.noBias(fc.nat());

interface Token {
  text: string;
  start: number;
}

function tokens(raw: Buffer, part: Part): Token[] {
  return [...raw.toString('utf8').matchAll(TOKEN)].flatMap(({ 0: whole, index, groups }) => {
    const found: Part = groups?.['colon'] === ':' ? 'key' : whole === '{' ? 'brace' : 'value';
    return found === part ? [{ text: groups?.['text'] ?? whole, start: index }] : [];
  });
}

/** The token at the place, counted around; an empty one when there is none. */
function tokenAt(raw: Buffer, part: Part, where: number): Token {
  const all = tokens(raw, part);
  return all[where % Math.max(1, all.length)] ?? { text: '', start: 0 };
}

function replaced(raw: Buffer, part: Part, where: number, by: string): Buffer {
  const { text, start } = tokenAt(raw, part, where);
  const whole = raw.toString('utf8');
  return Buffer.from(whole.slice(0, start) + by + whole.slice(start + text.length));
}

/** Writes a key of the record once more, at the start of some object. */
function repeated(raw: Buffer, where: number, value: string): Buffer {
  return replaced(raw, 'brace', where, `{${tokenAt(raw, 'key', where).text}:${value},`);
}

function flipped(raw: Buffer, where: number, bits: number): Buffer {
  const copy = Buffer.from(raw);
  if (copy.length > 0)
    copy.writeUInt8(copy.readUInt8(where % copy.length) ^ bits, where % copy.length);
  return copy;
}

function dropped(raw: Buffer, where: number): Buffer {
  const at = where % (raw.length + 1);
  return Buffer.concat([raw.subarray(0, at), raw.subarray(at + 1)]);
}

/** Puts one of the texts over a key or a value. */
const overwrite = (part: Part, texts: readonly string[]): fc.Arbitrary<Change> =>
  fc.tuple(place, fc.constantFrom(...texts)).map(
    ([where, by]) =>
      (raw) =>
        replaced(raw, part, where, by),
  );
const copyValue = fc.tuple(place, place).map(
  ([from, to]): Change =>
    (raw) =>
      replaced(raw, 'value', to, tokenAt(raw, 'value', from).text),
);
const repeatKey = fc.tuple(place, fc.constantFrom(...VALUES)).map(
  ([where, by]): Change =>
    (raw) =>
      repeated(raw, where, by),
);

/** Changes after which the text is mostly still JSON: the schemas have to find them. */
const meaningful = fc.oneof(
  { arbitrary: overwrite('value', VALUES), weight: 5 },
  { arbitrary: copyValue, weight: 2 },
  { arbitrary: overwrite('key', KEYS), weight: 1 },
  { arbitrary: repeatKey, weight: 1 },
);
/** Changes that leave no JSON, or no UTF-8, more often than not. */
const breaking = fc.oneof(
  overwrite('value', BROKEN),
  fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(
    ([where, bits]): Change =>
      (raw) =>
        flipped(raw, where, bits),
  ),
  place.map(
    (where): Change =>
      (raw) =>
        raw.subarray(0, where % (raw.length + 1)),
  ),
  place.map(
    (where): Change =>
      (raw) =>
        dropped(raw, where),
  ),
);

function mutated(change: fc.Arbitrary<Change>): fc.Arbitrary<{ kind: Kind; raw: Buffer }> {
  return fc
    .tuple(sample, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([{ kind, record }, changes]) => {
      return {
        kind,
        raw: changes.reduce<Buffer>(
          (raw, apply) => apply(raw),
          Buffer.from(JSON.stringify(record)),
        ),
      };
    });
}

const arbitraryBytes = fc.record({
  kind: kindOf,
  raw: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
});
const arbitraryJson = fc.record({
  kind: kindOf,
  raw: fc.json({ maxDepth: 4 }).map((json) => Buffer.from(json)),
});
const arbitraryText = fc.record({
  kind: kindOf,
  raw: fc.string({ unit: 'binary', maxLength: 60 }).map((any) => Buffer.from(any)),
});
const untouched = sample.map(({ kind, record }) => ({
  kind,
  raw: Buffer.from(JSON.stringify(record)),
}));
const input = fc.oneof(
  { arbitrary: mutated(meaningful), weight: 10 },
  { arbitrary: mutated(breaking), weight: 3 },
  { arbitrary: arbitraryBytes, weight: 2 },
  { arbitrary: arbitraryJson, weight: 2 },
  { arbitrary: arbitraryText, weight: 1 },
  { arbitrary: untouched, weight: 1 },
);

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function assertOneOutcome(kind: Kind, raw: Buffer, decoded: Decoded): void {
  assert.equal(decoded.digest.length, 64);
  if (decoded.outcome === 'rejected') {
    assert.deepEqual(Object.keys(decoded).sort(), ['digest', 'outcome', 'path', 'reason']);
    assert.ok(isReason(decoded.reason), decoded.reason);
    assert.ok(decoded.path.startsWith('$'), decoded.path);
    assert.equal(decoded.digest, sha256(raw));
    return;
  }
  assert.equal(decoded.outcome, 'valid');
  assert.deepEqual(Object.keys(decoded).sort(), ['canonical', 'digest', 'input', 'outcome']);
  assert.equal(decoded.input.kind, kind);
  assert.equal(decoded.digest, sha256(decoded.canonical));
  const again = decode(kind, Buffer.from(decoded.canonical));
  assert.ok(
    again.outcome === 'valid' && again.canonical === decoded.canonical,
    'the canonical form decodes to itself',
  );
}

describe('any bytes', () => {
  test(`${String(FUZZ_RUNS)} fuzzed inputs never throw, and each has exactly one outcome, the same each time`, () => {
    const seen = new Set<Reason>();
    let valid = 0;
    fc.assert(
      fc.property(input, ({ kind, raw }) => {
        const decoded = decode(kind, raw);
        assertOneOutcome(kind, raw, decoded);
        assert.deepEqual(decode(kind, raw), decoded);
        if (decoded.outcome === 'valid') valid += 1;
        else seen.add(decoded.reason);
      }),
      { numRuns: FUZZ_RUNS },
    );
    // A fuzz that reaches only the first check would hold without proving anything.
    expect(valid).toBeGreaterThan(FUZZ_RUNS / 100);
    expect(seen.size, [...seen].join(' ')).toBeGreaterThanOrEqual(20);
  });
});

// The digest.

function digestOf(kind: Kind, raw: string): string {
  const decoded = decode(kind, Buffer.from(raw));
  assert.equal(decoded.outcome, 'valid', raw);
  return decoded.digest;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

const spaces = (): fc.Arbitrary<string> => fc.constantFrom('', '', ' ', '\n', '\t', '\r\n  ');

/**
 * JSON of the value with its keys shuffled, spaces between the tokens, and texts escaped in another
 * way.
 */
function rewritten(value: unknown, choose: fc.GeneratorValue): string {
  const space = (): string => choose(spaces);
  const padded = (token: string): string => space() + token + space();
  if (typeof value === 'string')
    return padded(choose(fc.boolean) ? JSON.stringify(value) : escaped(value));
  if (isList(value)) return padded(`[${value.map((item) => rewritten(item, choose)).join(',')}]`);
  if (!isFields(value)) return padded(JSON.stringify(value));
  const entries = Object.entries(value);
  const shuffled = choose(() => fc.shuffledSubarray(entries, { minLength: entries.length }));
  return padded(
    `{${shuffled.map(([key, inner]) => `${rewritten(key, choose)}:${rewritten(inner, choose)}`).join(',')}}`,
  );
}

function escaped(value: string): string {
  const units = Array.from(
    { length: value.length },
    (_, index) => `\\u${value.charCodeAt(index).toString(16).padStart(4, '0')}`,
  );
  return `"${units.join('')}"`;
}

/** Paths of the values that one can change: fields, and the fields of an object inside. */
function leaves(record: Fields): string[][] {
  return Object.entries(record).flatMap(([key, value]) =>
    isFields(value) ? leaves(value).map((path) => [key, ...path]) : [[key]],
  );
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isFields(inner) ? inner[key] : undefined), value);
}

function withValue(record: Fields, [key, ...rest]: readonly string[], value: unknown): Fields {
  if (key === undefined) return record;
  const inner = record[key];
  return { ...record, [key]: isFields(inner) ? withValue(inner, rest, value) : value };
}

/** The record without some of its null fields. */
function withoutNulls(record: Fields, choose: fc.GeneratorValue): Fields {
  const kept = Object.entries(record).filter(([, value]) => value !== null || choose(fc.boolean));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, isFields(value) ? withoutNulls(value, choose) : value]),
  );
}

describe('the digest of a valid record', () => {
  test('is that of the record and does not depend on key order, white space or escapes', () => {
    fc.assert(
      fc.property(sample, fc.gen(), ({ kind, record }, choose) => {
        assert.equal(
          digestOf(kind, rewritten(record, choose)),
          digestOf(kind, JSON.stringify(record)),
        );
      }),
      { numRuns: DIGEST_RUNS },
    );
  });

  test('changes when one field changes', () => {
    const pair = kindOf.chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        record: RECORDS[kind],
        donor: RECORDS[kind],
        which: fc.nat(),
      }),
    );
    let compared = 0;
    fc.assert(
      fc.property(pair, ({ kind, record, donor, which }) => {
        const paths = leaves(record).filter(
          (path) => JSON.stringify(at(record, path)) !== JSON.stringify(at(donor, path)),
        );
        const path = paths[which % Math.max(1, paths.length)];
        if (path === undefined) return;
        const decoded = decode(
          kind,
          Buffer.from(JSON.stringify(withValue(record, path, at(donor, path)))),
        );
        // A value of another record can break a rule between fields; then there is no digest of a
        // record to compare.
        if (decoded.outcome === 'rejected') return;
        compared += 1;
        assert.notEqual(decoded.digest, digestOf(kind, JSON.stringify(record)), path.join('.'));
      }),
      { numRuns: DIGEST_RUNS },
    );
    expect(compared).toBeGreaterThan(DIGEST_RUNS / 2);
  });

  test('is the same whether a nullable field is null or left out', () => {
    let leftOut = 0;
    fc.assert(
      fc.property(sample, fc.gen(), ({ kind, record }, choose) => {
        const shorter = JSON.stringify(withoutNulls(record, choose));
        if (shorter !== JSON.stringify(record)) leftOut += 1;
        assert.equal(digestOf(kind, shorter), digestOf(kind, JSON.stringify(record)));
      }),
      { numRuns: DIGEST_RUNS },
    );
    expect(leftOut).toBeGreaterThan(DIGEST_RUNS / 10);
  });
});
