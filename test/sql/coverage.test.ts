// On a small scale: floors of simulated worlds against their true
// revenue. `npm run study:coverage` is the whole study.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Outcome,
  MEASURES,
  STRATA,
  count,
  leavingOutClass,
  outcomesOf,
} from '../../bench/coverage-study.ts';
import { loadConfig } from '../../pipeline/config/config.ts';

const WORLDS = Number(process.env['PLANCHER_TEST_WORLDS'] ?? '5');
const ALPHA = loadConfig({}).alpha;
let outcomes: Outcome[] = [];
const withClass = (group: string) => outcomes.filter((outcome) => outcome.group === group);
/** What documents and the rate card say. */
const of = (group: string) => withClass(group).map(leavingOutClass);

beforeAll(async () => {
  outcomes = await outcomesOf([
    { name: 'drawn', worlds: WORLDS },
    { name: 'lowest', worlds: WORLDS, rates: 'lowest' },
    { name: 'contamination', worlds: 1, misspecify: 'contamination_above_card' },
    { name: 'attribution', worlds: 1, misspecify: 'wrong_attribution' },
    { name: 'cases', worlds: 2, operations: 120, months: 3, rates: 'cases' },
  ]);
});

describe('floors above the truth are at most alpha', () => {
  test('overall and in each stratum: rates within the card, and rates at the ends that a floor uses', () => {
    for (const group of ['drawn', 'lowest'])
      for (const [name, holds] of STRATA) {
        const counted = count(of(group).filter(holds), MEASURES['straight-line']);
        expect(counted.floors, `${group}: ${name}`).toBeGreaterThan(100);
        // The seeds are fixed: a share above alpha is a change of the program, and not chance.
        expect(counted.above / counted.floors, `${group}: ${name}`).toBeLessThanOrEqual(ALPHA);
      }
  });

  test('documented money alone is never above the truth', () => {
    const documented = [...of('drawn'), ...of('lowest')].filter(
      ({ documented: money, modelled }) => money > 0 && modelled === 0,
    );
    expect(count(documented, MEASURES['straight-line']).above).toBe(0);
  });

  test('the limits bite: at the ends of the card some floors are above the truth, and bots beyond the card break most', () => {
    expect(count(of('lowest'), MEASURES['straight-line']).above).toBeGreaterThan(0);
    const contaminated = of('contamination').filter(({ modelled }) => modelled > 0);
    expect(count(contaminated, MEASURES['straight-line']).lower).toBeGreaterThan(ALPHA);
    expect(count(of('attribution'), MEASURES['straight-line']).above).toBeGreaterThan(0);
  });

  test('the median of floor / truth is at least a half where 60 per cent of the money is on record', () => {
    const recorded = of('drawn').filter(({ truth }) => truth.recorded >= 0.6 * truth.revenue);
    expect(count(recorded, MEASURES['straight-line']).tightness).toBeGreaterThanOrEqual(0.5);
  });

  test('money that does not rest on even_spread is also below revenue by event day', () => {
    expect(count(of('drawn'), MEASURES['no even_spread, event day']).above).toBe(0);
    expect(count(of('drawn'), MEASURES['no even_spread']).above).toBe(0);
  });
});

describe('the class', () => {
  test('is above the truth in at most alpha of the months of worlds like published cases, and far above the card', () => {
    const audienceAlone = withClass('cases').filter(
      ({ documented, modelled }) => documented === 0 && modelled > 0,
    );
    const counted = count(audienceAlone, MEASURES['straight-line']);
    expect(counted.floors).toBeGreaterThan(300);
    expect(counted.above / counted.floors).toBeLessThanOrEqual(ALPHA);
    const card = count(audienceAlone.map(leavingOutClass), MEASURES['straight-line']);
    expect(counted.tightness).toBeGreaterThan(20 * card.tightness);
  });

  test('of a world is learnt from its own operations, whatever other worlds are in the warehouse', async () => {
    const alone = await outcomesOf([{ name: 'drawn', worlds: 1 }]);
    const [first] = alone;
    expect(alone).toEqual(withClass('drawn').filter(({ world }) => world === first?.world));
    expect(alone.some(({ modelled, withoutClass }) => modelled > withoutClass.modelled)).toBe(true);
  });
});
