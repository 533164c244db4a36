// For any input, the decoder never throws, and every byte sequence has exactly one outcome. The
// digest depends on the content of a record and on nothing else.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ADJUSTMENTS } from '../../schemas/adjustment.ts';
import { type Decoded, decode } from '../../schemas/decode.ts';
import { type Reason, isReason } from '../../schemas/reason.ts';
import type { Kind } from '../../schemas/record.ts';
import { type Fields, RECORDS, kindOf, sample } from './valid-record.ts';
import { input } from './fuzzed-input.ts';
import { inOtherSpelling } from './other-spelling.ts';

const FUZZ_RUNS = 20_000;
const DIGEST_RUNS = 2_000;
/** Choices are shrunk one by one, which takes minutes; the first failure says enough. */
const ONCE = { numRuns: DIGEST_RUNS, endOnFailure: true };

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
  const keys = ['adjustments', 'canonical', 'digest', 'input', 'outcome'];
  assert.deepEqual(Object.keys(decoded).sort(), keys);
  assert.equal(decoded.input.kind, kind);
  assert.equal(decoded.digest, sha256(decoded.canonical));
  // The canonical form decodes to itself, and nothing is left to adjust.
  const again = decode(kind, Buffer.from(decoded.canonical));
  assert.deepEqual(again, { ...decoded, adjustments: [] });
}

describe('any bytes', () => {
  test(`${String(FUZZ_RUNS)} fuzzed inputs never throw, and each has exactly one outcome, the same each time`, () => {
    const seen = new Set<Reason>();
    const adjusted = new Set<string>();
    let valid = 0;
    fc.assert(
      fc.property(input, ({ kind, raw }) => {
        const decoded = decode(kind, raw);
        assertOneOutcome(kind, raw, decoded);
        assert.deepEqual(decode(kind, raw), decoded);
        if (decoded.outcome === 'rejected') seen.add(decoded.reason);
        else {
          valid += 1;
          for (const { code } of decoded.adjustments) adjusted.add(code);
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
    // A fuzz that reaches only the first check would hold without proving anything.
    expect(valid).toBeGreaterThan(FUZZ_RUNS / 100);
    expect(seen.size, [...seen].join(' ')).toBeGreaterThanOrEqual(25);
    expect([...adjusted].sort()).toEqual(Object.keys(ADJUSTMENTS).sort());
  });
});

// The digest.

/** The digest of a record that is taken as it is. */
function digestOf(kind: Kind, raw: string): string {
  const decoded = decode(kind, Buffer.from(raw));
  assert.ok(decoded.outcome === 'valid', raw);
  assert.deepEqual(decoded.adjustments, []);
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
  return path.reduce<unknown>((inner, key) => (isFields(inner) ? inner[key] : null), value);
}

function withValue(record: Fields, [key, ...rest]: readonly string[], value: unknown): Fields {
  if (key === undefined) return record;
  const inner = record[key];
  return { ...record, [key]: isFields(inner) ? withValue(inner, rest, value) : value };
}

/** The record without some of the fields whose value is what a left-out field means. */
function shortened(record: Fields, choose: fc.GeneratorValue): Fields {
  const kept = Object.entries(record).filter(
    ([key, value]) => !saysNothing(key, value) || choose(fc.boolean),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [key, isFields(value) ? shortened(value, choose) : value]),
  );
}

function saysNothing(key: string, value: unknown): boolean {
  if (value === null || (key === 'void' && value === false)) return true;
  if (key === 'revision') return value === 1;
  if (key === 'line') return value === 'other';
  if (key === 'device') return value === 'all';
  return isList(value) && value.length === 0;
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
      ONCE,
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
        // A value of another record can break a rule between fields, or be left out (a reference to
        // the record itself); then there is nothing to compare.
        if (decoded.outcome === 'rejected' || decoded.adjustments.length > 0) return;
        compared += 1;
        assert.notEqual(decoded.digest, digestOf(kind, JSON.stringify(record)), path.join('.'));
      }),
      ONCE,
    );
    expect(compared).toBeGreaterThan(DIGEST_RUNS / 2);
  });

  test('does not depend on the spelling of a value', () => {
    let respelt = 0;
    fc.assert(
      fc.property(sample, fc.gen(), ({ kind, record }, choose) => {
        const other = JSON.stringify(inOtherSpelling(record, choose));
        if (other !== JSON.stringify(record)) respelt += 1;
        assert.equal(digestOf(kind, other), digestOf(kind, JSON.stringify(record)));
      }),
      ONCE,
    );
    expect(respelt).toBeGreaterThan(DIGEST_RUNS / 2);
  });

  test('is the same whether a field is written as what it means when left out, or left out', () => {
    let leftOut = 0;
    fc.assert(
      fc.property(sample, fc.gen(), ({ kind, record }, choose) => {
        const shorter = JSON.stringify(shortened(record, choose));
        if (shorter !== JSON.stringify(record)) leftOut += 1;
        assert.equal(digestOf(kind, shorter), digestOf(kind, JSON.stringify(record)));
      }),
      ONCE,
    );
    expect(leftOut).toBeGreaterThan(DIGEST_RUNS / 10);
  });
});
