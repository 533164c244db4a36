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

const IN_FORCE_PPM = 40_000;

describe('the calibration', () => {
  test('is never above alpha for members in strict order', () => {
    const { points } = calibration(members(60), [0.02, 0.04, 0.1, 0.25, 0.5], IN_FORCE_PPM);
    expect(points.map(({ alpha }) => alpha)).toEqual([0.02, 0.04, 0.1, 0.25, 0.5]);
    for (const { alpha, share } of points) expect(share).toBeLessThanOrEqual(alpha);
    expect(points[4]?.share).toBeGreaterThan(0.45);
  });

  test('weighs members alike, however many months they have', () => {
    // The lowest member has four months, all above its documented money; each other has one.
    const months = Array.from({ length: 25 }, (_, index) =>
      monthsOf(index + 1, index === 0 ? ['2015-08', '2015-09', '2015-10', '2015-11'] : ['2015-10']),
    ).flat();
    expect(calibration(months, [0.04], IN_FORCE_PPM).points).toEqual([
      { alpha: 0.04, share: 0.04 },
    ]);
  });

  test('has no point where a class is too small', () => {
    const found = calibration(members(25), [0.02, 0.04], IN_FORCE_PPM);
    expect(found.points).toMatchObject([{ alpha: 0.04 }]);
  });

  test('of a stratum without a class takes no point from the others', () => {
    const alphas = [0.02, 0.04, 0.1, 0.5];
    const alone = calibration(members(60), alphas, IN_FORCE_PPM);
    const small = members(3).map((one) => ({ ...one, panel: 'other', member: `o${one.member}` }));
    expect(calibration([...members(60), ...small], alphas, IN_FORCE_PPM)).toEqual({
      ...alone,
      smallStrata: 1,
    });
    expect(alone).toMatchObject({ members: 60, strata: 1, smallStrata: 0 });
  });

  test('begins at the next larger alpha where no stratum has a class at the one in force', () => {
    const { points, strata } = calibration(members(11), [0.02, 0.04, 0.08, 0.1, 0.2], IN_FORCE_PPM);
    expect(points.map(({ alpha }) => alpha)).toEqual([0.1, 0.2]);
    expect(strata).toBe(1);
  });

  test('of one member, or of none, has no point', () => {
    expect(calibration(members(1), [0.02, 0.5], IN_FORCE_PPM).points).toEqual([]);
    expect(calibration([], [0.02, 0.5], IN_FORCE_PPM)).toEqual({
      points: [],
      members: 0,
      strata: 0,
      smallStrata: 0,
    });
  });
});

test('1,000 members of 12 months fit into memory', () => {
  const year = Array.from({ length: 12 }, (_, index) => `2015-${String(index + 1)}`);
  const months = Array.from({ length: 1_000 }, (_, index) => monthsOf(index + 1, year)).flat();
  const above = leftOutMonths(months, IN_FORCE_PPM).filter(
    ({ verdict }) => verdict === 'above_documented',
  );
  // 0.04 x 1000 - 1 = 39 of the others may lie below q, so q is the 40th lowest of them. For each
  // of the lowest 40 members that is above its own.
  expect(new Set(above.map(({ member }) => member)).size).toBe(40);
});

describe('the plot', () => {
  const svg = calibrationPlot(calibration(members(60), [0.02, 0.25, 0.5], IN_FORCE_PPM));

  test('says in words what it shows, and runs and loads nothing', () => {
    expect(svg).toContain('60 members left out in turn</title>');
    expect(svg).toMatch(/<desc id="desc">At alpha 2 % the class is above documented money in/);
    expect(svg).not.toMatch(/<script|href|style=|url\(/);
    expect(svg.match(/<circle /g)).toHaveLength(3);
  });

  test('says that a class above documented money is no proof, and which strata are not in it', () => {
    expect(svg).toContain('may still be below the truth.</text>');
    expect(svg).toContain('Strata: 1.</text>');
    const small = { points: [], members: 0, strata: 2, smallStrata: 3 };
    expect(calibrationPlot(small)).toContain('Strata: 2; 3 with too few members not shown.</desc>');
  });

  test('without points it says that the members are too few', () => {
    const empty = calibrationPlot(calibration([], [0.04], IN_FORCE_PPM));
    expect(empty).toContain('<desc id="desc">There are too few members for a class.');
    expect(empty).toContain('>There are too few members for a class.</text>');
  });
});
