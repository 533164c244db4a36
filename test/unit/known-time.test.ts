// When a record can have been known: views and runs must mean the same by "all that is known", and
// the earliest of several copies must stay the earliest.
import { describe, expect, test } from 'vitest';
import { parseKnownAt } from '../../pipeline/cli/time.ts';
import { isoTime, nearestKnown } from '../../pipeline/platform/clock.ts';

test.each([
  ['1970-01-01', '1970-01-01T00:00:00.000Z'],
  ['2016-03-08T12:00:00Z', '2016-03-08T12:00:00.000Z'],
  ['2199-12-31', '2199-12-31T00:00:00.000Z'],
])('--known-at %s', (written, time) => {
  expect(isoTime(parseKnownAt('--known-at', written))).toBe(time);
});

test.each(['1969-12-31', '1900-01-01', '2200-01-01', '2200-06-01T00:00:00Z'])(
  '--known-at %s is refused',
  (written) => {
    expect(() => parseKnownAt('--known-at', written)).toThrow(
      `--known-at ${written}: records are known from 1970 on, and before 2200.`,
    );
  },
);

describe('of a Kafka record, whose producer may write any time', () => {
  test.each([
    [Date.UTC(2016, 2, 8), '2016-03-08T00:00:00.000Z'],
    [-1, '1970-01-01T00:00:00.000Z'],
    [Number.MIN_SAFE_INTEGER, '1970-01-01T00:00:00.000Z'],
    [Date.UTC(2200, 0, 1), '2199-12-31T23:59:59.999Z'],
    [9_223_372_036_854_775_807, '2199-12-31T23:59:59.999Z'],
  ])('%d becomes %s', (written, time) => {
    expect(isoTime(nearestKnown(written))).toBe(time);
  });
});
