// A class lasts until the next run of all operations: one more record of one operation updates that
// operation alone, and what is behind is said, made anew in time, and computed again to the byte.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { classAge } from '../../pipeline/estimate/class/class-age.ts';
import { recompute } from '../../pipeline/estimate/recompute/recompute.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { caseSpread } from '../case-spread.ts';
import { flow, panel, site } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const ALPHA_PPM = Math.round(ALPHA * 1e6);
const DAY_MS = 86_400_000;

const floorRow = z.object({ floor_eur: z.string().nullable(), rung: z.string() });

const floorsAt = (operation: string) =>
  warehouse.query(
    'SELECT floor_eur, rung FROM revenue_floor WHERE operation = {operation:String} ORDER BY month',
    { operation },
    floorRow,
  );

const audience = (name: string) =>
  panel(name, { source: 'mediametrie', site: name, unique_visitors: 300_000, page_views: null });

let offset = 0;
async function putOne(kind: 'flow' | 'panel' | 'site', record: object): Promise<void> {
  await putRange(warehouse, kind, [record], `late-${String(offset)}.ndjson`, 0);
  offset += 1;
}

const run = (classMs: number) =>
  runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false, classMs });

/** The member with the lowest ratio earns next to nothing: q falls with the next class. */
const poorer = flow('late', {
  site: 'documented-0.tv',
  publisher_account: 'pub-documented-0',
  source: 'statement',
  flow_id: 'documented-0/2015-11',
  revision: 2,
  amount: '0.0100',
});

let before: z.infer<typeof floorRow>[];
beforeAll(async () => {
  const { sites, flows, panels } = caseSpread(24, 'mediametrie');
  await putRange(warehouse, 'site', sites, 'site.ndjson', 0);
  await putRange(warehouse, 'flow', flows, 'flow.ndjson', 0);
  await putRange(warehouse, 'panel', [...panels, audience('alone.tv')], 'panel.ndjson', 0);
  await run(DAY_MS);
  before = await floorsAt('alone.tv');
});

describe('after one record of a member', () => {
  test('its own floor alone is computed, and the class is said to be behind', async () => {
    expect(before).toMatchObject([{ rung: 'L4' }]);
    expect(await classAge(warehouse, ALPHA_PPM)).toBeNull();
    await putOne('flow', poorer);
    expect(await run(DAY_MS)).toMatchObject({ scope: 'some' });
    expect(await floorsAt('alone.tv')).toEqual(before);
    expect(await classAge(warehouse, ALPHA_PPM)).toMatchObject({ changedOperations: 1 });
  });

  test('an operation that is new has the class of then', async () => {
    await putOne('panel', audience('newcomer.tv'));
    expect(await run(DAY_MS)).toMatchObject({ scope: 'some' });
    expect(await floorsAt('newcomer.tv')).toEqual(before);
  });

  test('an operation that turns out to be related with a member is not compared with it', async () => {
    await putOne('site', site('related', { site: 'documented-3.tv', operation: 'newcomer.tv' }));
    expect(await run(DAY_MS)).toMatchObject({ scope: 'some' });
    // 23 members are left.
    expect(await floorsAt('newcomer.tv')).not.toMatchObject([{ rung: 'L4' }]);
  });

  test('the run is computed again to the byte', async () => {
    const { run_id: id } = await run(DAY_MS);
    expect(await recompute(warehouse, id, { clock, alpha: ALPHA })).toMatchObject({
      result: 'same',
      was: null,
      is: null,
    });
  });

  test('in time the class is made anew, also when no record came in', async () => {
    expect(await run(DAY_MS)).toMatchObject({ scope: 'none' });
    expect(await run(0)).toMatchObject({ scope: 'all' });
    expect(await classAge(warehouse, ALPHA_PPM)).toBeNull();
    const [floor] = await floorsAt('alone.tv');
    expect(Number(floor?.floor_eur ?? 0)).toBeLessThan(Number(before[0]?.floor_eur));
    expect(await run(0)).toMatchObject({ scope: 'none' });
  });
});
