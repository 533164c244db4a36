// Published cases as members of a class (M-CLASS), in the real engine: they count as one member
// each, and a case of the operation itself does not count.
import { afterAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { loadReference, readReference } from '../../pipeline/reference/load.ts';
import { panel } from '../records.ts';
import { publishedCase } from '../published-case.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('monthly', clock);
afterAll(remove);
beforeEach(empty);

/** The case number n earned n EUR for each of 1000 visitors. */
const caseOf = (number: number, change: Record<string, unknown> = {}) =>
  publishedCase({
    case_id: `case-${String(number)}`,
    site: `site-${String(number)}`,
    domains: [`case-${String(number)}.tv`],
    audience_value: 1_000,
    audience_country: 'FR',
    revenue_amount: String(number * 1_000),
    ...change,
  });

let version = 0;
async function floorWith(cases: readonly ReturnType<typeof publishedCase>[]) {
  version += 1;
  const reference = readReference();
  await loadReference(
    warehouse,
    { ...reference, dailyRates: null, cases: { version: String(version), rows: [...cases] } },
    clock,
  );
  const measured = panel('p', { source: 'mediametrie', page_views: null, panel_size: null });
  await putRecords(warehouse, 'panel', [measured]);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
  const [row] = await warehouse.query(
    "SELECT floor_eur, rung FROM revenue_floor WHERE operation = 'one.tv'",
    {},
    z.object({ floor_eur: z.string().nullable(), rung: z.string() }),
  );
  return row;
}

const all = Array.from({ length: 24 }, (_, index) => caseOf(index + 1));

test('24 of them make a class: 450 000 visitors at the lowest ratio', async () => {
  expect(await floorWith(all)).toEqual({ floor_eur: '450000.0000', rung: 'L4' });
});

test('23 of them make none', async () => {
  expect(await floorWith(all.slice(1))).toMatchObject({ floor_eur: null });
});

test('the case of the operation itself is left out, by its domain or by its name', async () => {
  const others = all.slice(1);
  for (const own of [{ domains: ['www.one.tv'] }, { site: 'one.tv', domains: [] }])
    expect(await floorWith([caseOf(1, own), ...others])).toMatchObject({ floor_eur: null });
});

test('cases of another panel, country or unit are in other classes', async () => {
  for (const change of [
    { audience_panel: 'other' },
    { audience_country: 'BE' },
    { audience_unit: 'visits_month' },
  ])
    expect(await floorWith([caseOf(1, change), ...all.slice(1)])).toMatchObject({
      floor_eur: null,
    });
});
