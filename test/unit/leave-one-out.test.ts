// The class against its own members, left out in turn, by hand; and the plot of it.
import { describe, expect, test } from 'vitest';
import { calibrationPlot } from '../../pipeline/trial/backtest/calibration-plot.ts';
import {
  type MemberMonth,
  calibration,
  leftOutMonths,
  summaries,
} from '../../pipeline/trial/backtest/leave-one-out.ts';

/** Member number n earned n EUR for each of 10 000 visitors, in each of its months. */
function monthsOf(number: number, months: readonly string[]): MemberMonth[] {
  return months.map((month) => ({
    panel: 'p',
    unit: 'visitors',
    country: 'FR',
    member: `m${String(number)}`,
    operation: `op${String(number)}`,
    month,
    ratio: BigInt(number) * 10n ** 10n,
    documented: BigInt(number) * 10_000n * 10_000n,
    audience: 10_000n,
  }));
}

const members = (count: number) =>
  Array.from({ length: count }, (_, index) => monthsOf(index + 1, ['2015-10', '2015-11'])).flat();

describe('each member is held against the class of the others', () => {
  test('the lowest is below it, all others are above: of 25 members one', () => {
    const months = members(25);
    const found = leftOutMonths(months, 40_000);
    expect(found.filter(({ verdict }) => verdict === 'above_documented')).toMatchObject([
      { operation: 'op1', month: '2015-10', classUnits: 2n * 10_000n * 10_000n },
      { operation: 'op1', month: '2015-11' },
    ]);
    expect(summaries(months, found)).toMatchObject([
      { members: 25, months: 50, compared: 50, above: 2 },
    ]);
  });

  test('24 members leave 23 others, and these make no class', () => {
    const found = leftOutMonths(members(24), 40_000);
    expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(['no_class']));
  });

  test('a published case is a member, and is not judged', () => {
    const published = { ...members(1)[0], member: 'case', operation: '', month: '' };
    const months = [...members(24), published].filter((one): one is MemberMonth => 'panel' in one);
    expect(leftOutMonths(months, 40_000).map(({ verdict }) => verdict)).not.toContain('no_class');
    expect(leftOutMonths(months, 40_000)).toHaveLength(48);
  });
});

describe('the calibration', () => {
  test('is never above alpha for members in strict order', () => {
    const points = calibration(members(60), [0.02, 0.04, 0.1, 0.25, 0.5]);
    expect(points.map(({ alpha }) => alpha)).toEqual([0.02, 0.04, 0.1, 0.25, 0.5]);
    for (const { alpha, share } of points) expect(share).toBeLessThanOrEqual(alpha);
    expect(points[4]?.share).toBeGreaterThan(0.45);
  });

  test('has no point where a class is too small', () => {
    expect(calibration(members(25), [0.02, 0.04])).toMatchObject([{ alpha: 0.04 }]);
  });
});

describe('the plot', () => {
  const svg = calibrationPlot(calibration(members(60), [0.02, 0.25, 0.5]), 60);

  test('says in words what it shows, and runs and loads nothing', () => {
    expect(svg).toContain('60 members left out in turn</title>');
    expect(svg).toMatch(/<desc id="desc">At alpha 2 % the class is above documented money in/);
    expect(svg).not.toMatch(/<script|href|style=|url\(/);
    expect(svg.match(/<circle /g)).toHaveLength(3);
  });

  test('without points it says that the members are too few', () => {
    expect(calibrationPlot([], 3)).toContain('There are too few members for a class.');
  });
});
