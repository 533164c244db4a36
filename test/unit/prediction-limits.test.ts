// The promise: a limit of one more operation holds at its level whatever the distribution, and
// there is none where too few operations were seen.
import { expect, test } from 'vitest';
import { randomOf } from '../../pipeline/platform/random.ts';
import {
  LEAST_MEMBERS,
  type Member,
  predictionLimits,
} from '../../pipeline/reference/observed/prediction-limits.ts';

/** An operation with one month. */
const once = (value: number): Member => ({
  lowest: BigInt(value),
  middle: BigInt(value),
  highest: BigInt(value),
});
const upTo = (n: number) => Array.from({ length: n }, (_, index) => once(index + 1));

test.each([
  // k = floor(0.05 x (n + 1)): the k-th smallest and the k-th largest.
  { n: 0, low: null, median: null, high: null },
  { n: 1, low: null, median: 1n, high: null },
  { n: 18, low: null, median: 9n, high: null },
  { n: 19, low: 1n, median: 10n, high: 19n },
  { n: 20, low: 1n, median: 10n, high: 20n },
  { n: 38, low: 1n, median: 19n, high: 38n },
  { n: 39, low: 2n, median: 20n, high: 38n },
  { n: 59, low: 3n, median: 30n, high: 57n },
])('of the rates 1 to $n the limits are $low and $high', ({ n, ...limits }) => {
  expect(predictionLimits(upTo(n))).toEqual({ n, ...limits });
  expect(predictionLimits(upTo(n).reverse())).toEqual({ n, ...limits });
});

test('19 operations are needed', () => {
  expect(LEAST_MEMBERS).toBe(19);
});

test('ties count once for each operation', () => {
  // 39: the second smallest and the second largest. Two share the least, three the most.
  const tied = [1, 1, ...Array.from({ length: 34 }, () => 5), 9, 9, 9].map(once);
  expect(predictionLimits(tied)).toEqual({ n: 39, low: 1n, median: 5n, high: 9n });
  expect(predictionLimits(Array.from({ length: 19 }, () => once(7)))).toMatchObject({
    low: 7n,
    high: 7n,
  });
});

test('a low is of lowest months, a high of highest months, a median of middle months', () => {
  const members = Array.from({ length: 19 }, (_, index) => ({
    lowest: BigInt(100 - index),
    middle: BigInt(200 + index),
    highest: BigInt(300 + index),
  }));
  expect(predictionLimits(members)).toEqual({ n: 19, low: 82n, median: 209n, high: 318n });
});

test('values beyond what a double holds are told apart', () => {
  const large = 9_007_199_254_740_993n;
  const members = upTo(18).concat({ lowest: 0n, middle: 0n, highest: large });
  expect(predictionLimits(members).high).toBe(large);
});

test.each([19, 30, 39])(
  'of 20 000 next operations among %i at most 5 in 100 are beyond each limit',
  (n) => {
    const random = randomOf(26, n);
    // Of a distribution without a mean: nothing but the order of the rates counts.
    const rate = () => Math.round(1_000 / (1 - random.uniform()));
    const rounds = 20_000;
    let [below, above] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const { low, high } = predictionLimits(Array.from({ length: n }, () => once(rate())));
      const next = BigInt(rate());
      if (low !== null && next < low) below += 1;
      if (high !== null && next > high) above += 1;
    }
    // Three standard errors of a share of 5 % are 0.5 %.
    expect(below / rounds).toBeLessThan(0.055);
    expect(above / rounds).toBeLessThan(0.055);
    expect(below).toBeGreaterThan(0);
    expect(above).toBeGreaterThan(0);
  },
);
