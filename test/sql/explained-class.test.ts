// Explanations of months at rung L4, of a random world in several strata: derivationOf refuses a
// floor that is not the one in force.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../pipeline/config/config.ts';
import { wholeClass } from '../../pipeline/estimate/class/class-source.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { derivationOf } from '../../pipeline/explain/derivation.ts';
import { paperOf } from '../../pipeline/explain/paper.ts';
import { render } from '../../pipeline/explain/render.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { classWorld } from '../random-records/class-world.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const EXPLAINED = 12;
const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('monthly', clock);
afterAll(remove);

beforeAll(async () => {
  const { sites, accounts, flows, panels } = classWorld(randomOf(3), 90);
  await putRange(warehouse, 'site', sites, 'site.ndjson', 0);
  await putRange(warehouse, 'account', accounts, 'account.ndjson', 0);
  await putRange(warehouse, 'flow', flows, 'flow.ndjson', 0);
  await putRange(warehouse, 'panel', panels, 'panel.ndjson', 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
});

const floorRow = z.object({ operation: z.string(), month: z.string() });

test('a month at L4 is explained with the floor in force, and no other operation is named', async () => {
  const session = { warehouse, config: loadConfig({}), clock, log: createLog('silent') };
  const months = await warehouse.query(
    `SELECT operation, month FROM revenue_floor WHERE rung = 'L4'
     ORDER BY operation, month LIMIT ${String(EXPLAINED)}`,
    {},
    floorRow,
  );
  expect(months).toHaveLength(EXPLAINED);
  for (const { operation, month } of months) {
    const found = await derivationOf(session, operation, month, null);
    const [counting, ...others] = found.comparables.filter(({ counts }) => counts === 1);
    expect(others).toEqual([]);
    expect(counting?.class_eur).toBe(found.floor.modelled_eur);
    expect(found.class_alphas[0]?.class_eur).toBe(counting?.class_eur);
    expect(found.class_members.length).toBeLessThanOrEqual(20);
    const { comparables, class_alphas, class_members, assumptions, break_even } = found;
    expect(
      JSON.stringify({ comparables, class_alphas, class_members, assumptions, break_even }),
    ).not.toMatch(/op-\d/);
    for (const language of ['en', 'fr'] as const)
      expect(render(paperOf(found, language), 'text', language)).toContain(
        language === 'en' ? 'Comparable operations' : 'Opérations comparables',
      );
  }
});

test('of an operation without an audience no class is read', async () => {
  const query = vi.spyOn(warehouse, 'query');
  const comparables = await wholeClass(warehouse, 'op-1', NO_EVIDENCE);
  expect(query).not.toHaveBeenCalled();
  query.mockRestore();
  expect(comparables.ratios).toEqual([]);
});
