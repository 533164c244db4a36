// Reference values of the lower limit, from R: survey::svyciprop(method = "beta").
import { describe, expect, test } from 'vitest';
import {
  type Sample,
  shareQuantile,
  shareUpper,
  visitorsLower,
} from '../../../pipeline/method/model/visitors-limit.ts';

const sample: Sample = {
  uniqueVisitors: 450_000,
  universe: 44_800_000,
  panelSize: 30_000,
  designEffect: 1,
  alpha: 0.05,
  contamination: 0,
};

describe('reference values come out within 1 k visitors', () => {
  test.each([
    [30_000, 1, 408_000],
    [30_000, 2, 392_000],
    [30_000, 3, 379_000],
    [22_000, 3, 368_000],
    [10_000, 3, 331_000],
    [6_000, 4, 278_000],
  ])('panel of %i, design effect %i: %i', (panelSize, designEffect, expected) => {
    const limit = visitorsLower({ ...sample, panelSize, designEffect });
    expect(Math.abs((limit ?? Number.NaN) - expected)).toBeLessThanOrEqual(1_000);
  });
});

describe('the limit', () => {
  test('of a panel of fewer than 30 effective persons does not exist, whatever it saw', () => {
    expect(visitorsLower({ ...sample, panelSize: 59, designEffect: 2 })).toBeNull();
    expect(visitorsLower({ ...sample, panelSize: 60, designEffect: 2 })).not.toBeNull();
  });

  test('of a site that nobody in the panel visited is 0', () => {
    expect(visitorsLower({ ...sample, uniqueVisitors: 0 })).toBe(0);
    // An alpha that is split over more limits than it has millionths.
    expect(visitorsLower({ ...sample, alpha: 0 })).toBe(0);
  });

  test('is exact where one person of the panel visited: the smallest share that shows one visitor in n with probability alpha', () => {
    // P(at least one of n) = 1 - (1 - p)^n = alpha.
    const panelSize = 1_000;
    const share = 1 - (1 - 0.05) ** (1 / panelSize);
    expect(
      visitorsLower({ ...sample, uniqueVisitors: 1_000, universe: 1_000_000, panelSize }),
    ).toBe(Math.floor(share * 1_000_000));
  });

  test('of a site that everyone in the panel visited is alpha^(1/n) of the universe', () => {
    expect(
      visitorsLower({
        ...sample,
        uniqueVisitors: 1_000_000,
        universe: 1_000_000,
        panelSize: 100,
      }),
    ).toBe(Math.floor(0.05 ** 0.01 * 1_000_000));
  });

  test('falls with a smaller alpha, a larger design effect and forced visits, and a design effect below 1 counts as 1', () => {
    const limit = visitorsLower(sample) ?? 0;
    expect(visitorsLower({ ...sample, alpha: 0.01 })).toBeLessThan(limit);
    expect(visitorsLower({ ...sample, designEffect: 1.5 })).toBeLessThan(limit);
    // The limit itself is cut to whole visitors, so this one can be one apart.
    const discounted = ((limit / 44_800_000 - 0.001) / 0.999) * 44_800_000;
    expect(
      Math.abs((visitorsLower({ ...sample, contamination: 0.001 }) ?? Number.NaN) - discounted),
    ).toBeLessThanOrEqual(1);
    expect(visitorsLower({ ...sample, contamination: 0.5 })).toBe(0);
    expect(visitorsLower({ ...sample, designEffect: 0.5 })).toBe(limit);
  });
});

describe('the upper limit of the share of visitors', () => {
  const estimate = sample.uniqueVisitors / sample.universe;

  test('is above the estimate, more so for a smaller panel', () => {
    const [large, small] = [30_000, 3_000].map((panelSize) => shareUpper({ ...sample, panelSize }));
    expect(large).toBeGreaterThan(estimate);
    expect(small).toBeGreaterThan(large ?? 1);
    expect(small).toBeLessThan(1);
  });

  test('is 1 where everybody visited', () => {
    expect(shareUpper({ ...sample, uniqueVisitors: sample.universe })).toBe(1);
  });

  test('is 1 where the quantile exceeds double precision', () => {
    expect(shareUpper({ ...sample, panelSize: 1e18 })).toBe(1);
  });

  test('of the posterior the middle is near the estimate', () => {
    expect(Math.abs(shareQuantile(sample, 0.5) / estimate - 1)).toBeLessThan(0.01);
  });
});
