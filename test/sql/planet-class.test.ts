// Planet-Series with its public audience alone, among 60 documented operations of the spread of
// published cases: a floor of hundreds of euros, and the words for it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { derivationOf } from '../../pipeline/explain/derivation.ts';
import { paperOf } from '../../pipeline/explain/paper.ts';
import { render } from '../../pipeline/explain/render.ts';
import { loadConfig } from '../../pipeline/config/config.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { caseSpread } from '../case-spread.ts';
import { panel } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const OPERATION = 'planet-series.tv';
const MONTHS = ['2015-10', '2015-11', '2015-12'];

beforeAll(async () => {
  const { sites, flows, panels } = caseSpread(60, 'mediametrie');
  const founding = MONTHS.map((month) =>
    panel(`founding-${month}`, {
      source: 'mediametrie',
      site: OPERATION,
      month,
      page_views: null,
      panel_size: null,
      universe: null,
      design_effect: null,
    }),
  );
  await putRange(warehouse, 'site', sites, 'site.ndjson', 0);
  await putRange(warehouse, 'flow', flows, 'flow.ndjson', 0);
  await putRange(warehouse, 'panel', [...panels, ...founding], 'panel.ndjson', 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
});

test('its floor is hundreds of euros, at rung L4', async () => {
  const floors = await warehouse.query(
    `SELECT month, floor_eur, rung, confidence FROM revenue_floor
     WHERE operation = {operation:String} ORDER BY month`,
    { operation: OPERATION },
    z.object({
      month: z.string(),
      floor_eur: z.coerce.number(),
      rung: z.string(),
      confidence: z.string(),
    }),
  );
  expect(floors.map(({ month, rung }) => [month, rung])).toEqual(
    MONTHS.map((month) => [month, 'L4']),
  );
  for (const { floor_eur: eur, confidence } of floors) {
    expect(eur).toBeGreaterThan(100);
    expect(eur).toBeLessThan(3_000);
    expect(confidence).toBe('0.960000');
  }
});

test('without rung:L4 nothing of it is left', async () => {
  const question = {
    operation: OPERATION,
    month: null,
    asOf: null,
    without: ['rung:L4'],
    alpha: ALPHA,
  };
  const floors = await askFloors(warehouse, question, ({ sql, parameters }) =>
    warehouse.query(
      sql,
      parameters,
      z.looseObject({ month: z.string(), floor_eur: z.string().nullable(), status: z.string() }),
    ),
  );
  expect(floors.map(({ month, floor_eur: eur, status }) => [month, eur, status])).toEqual(
    MONTHS.map((month) => [month, null, 'insufficient']),
  );
});

test('it is explained without the names of the others, in both languages', async () => {
  const session = { warehouse, config: loadConfig({}), clock, log: createLog('silent') };
  const derivation = await derivationOf(session, OPERATION, '2015-11', null);
  expect(derivation.comparables).toMatchObject([
    { panel: 'mediametrie', unit: 'visitors', country: 'FR', members: 60, least_members: 24 },
  ]);
  expect(derivation.class_alphas.map(({ alpha }) => alpha)).toEqual(['0.04', '0.1', '0.2', '0.5']);
  const given = derivation.class_alphas.map(({ class_eur: eur }) => Number(eur));
  expect(given).toEqual(given.toSorted((one, other) => one - other));
  expect(given[0]).toBe(Number(derivation.floor.floor_eur));
  expect(derivation.assumptions).toContainEqual({
    assumption: 'exchangeable',
    measured_by: 'what_if',
    resting_eur: derivation.floor.floor_eur,
    comparables: {
      panel: 'mediametrie',
      unit: 'visitors',
      country: 'FR',
      members: 60,
      eur_per_unit: derivation.comparables[0]?.eur_per_unit,
    },
  });
  expect(derivation.totals.map(({ months }) => months)).toEqual([12, 12, 3]);
  const papers = (['en', 'fr'] as const).map((language) =>
    render(paperOf(derivation, language), 'text', language),
  );
  for (const text of [JSON.stringify(derivation), ...papers])
    expect(text).not.toContain('documented-');
  expect(papers[0]).toContain('with a probability of at most 0.04');
  expect(papers[1]).toContain('avec une probabilité d’au plus 0,04');
});
