// Planet-Series, from its public audience alone: its floor, and how the floor is explained, on the
// real engine.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { modelShown } from '../../pipeline/explain/model-shown.ts';
import { loadReference, readReference } from '../../pipeline/reference/load.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { flow, observation, panel, slot } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA, EVERYTHING, anyRow } from './figures.ts';
import { casesOf } from './model-reference-data.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const founding = panel('founding', {
  source: 'mediametrie',
  site: 'planet-series.tv',
  page_views: null,
  panel_size: 30_000,
  published_at: '2016-05-27T00:00:00Z',
});

describe('Planet-Series', () => {
  /** Its floor from the panel alone, after a crawl, and after a document. */
  const floors: unknown[] = [];
  beforeAll(async () => {
    const look = async () => {
      await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
      const [row] = await warehouse.query(
        "SELECT floor_eur, rung FROM revenue_floor WHERE operation = 'planet-series.tv'",
        {},
        anyRow,
      );
      floors.push(row);
    };
    await putRange(warehouse, 'panel', [founding], 'founding-panel.ndjson', 0);
    await look();
    const crawl = observation('founding', [slot('Pop.example', '2.5')], {
      site: 'planet-series.tv',
    });
    await putRange(warehouse, 'observation', [crawl], 'founding-crawl.ndjson', 0);
    await look();
    const paid = flow('founding', { site: 'planet-series.tv', amount: '800' });
    await putRange(warehouse, 'flow', [paid], 'founding-flow.ndjson', 0);
    await look();
  });

  test('has a floor above 0 and under 3000 EUR from its public audience figure alone; a crawl raises it at once, and documents win', () => {
    expect(floors).toEqual([
      // 296026 x 1 x 0.4 x 0.2 x 0.4 x 0.3 x 0.09322 / 1000
      { floor_eur: '0.2649', rung: 'L3' },
      { floor_eur: '0.6622', rung: 'L2' },
      { floor_eur: '800.0000', rung: 'L0' },
    ]);
  });

  test('is explained factor by factor, and a permitted figure without panel size is shown apart from the floor', async () => {
    const about = { operation: 'planet-series.tv', month: '2015-11' };
    const factors = await askFloors(warehouse, EVERYTHING, ({ parameters }) =>
      warehouse.query(sqlFile('explain/factors.sql'), { ...parameters, ...about }, anyRow),
    );
    expect(factors.map((row) => [row['factor'], row['rate_id']])).toContainEqual([
      'cpm',
      'adv-cpm-1',
    ]);
    const model = await askFloors(warehouse, EVERYTHING, ({ parameters }) =>
      modelShown(warehouse, String(parameters['scope']), about),
    );
    expect(model.choice).toMatchObject([
      {
        panel: 'mediametrie',
        choice: 'least',
        rung: 'L2',
        audience_eur: '0.2649',
        slots_eur: '0.6622',
        modelled_eur: '0.6622',
      },
    ]);
    expect(model.slots).toMatchObject([
      {
        site: 'planet-series.tv',
        country: 'FR',
        network: 'pop.example',
        per_page: '2.5',
        crawls: '1',
        pages_sampled: '40',
      },
    ]);
    // 2.5 x 0.4 x 0.2 x 0.4 x 0.3 x 0.09322 / 1000, times the visitors at least, one page each:
    // with a pocket calculator.
    const [slot] = model.slots;
    expect(Number(slot?.['eur_per_page'])).toBeCloseTo(
      (2.5 * 0.4 * 0.2 * 0.4 * 0.3 * 0.09322) / 1000,
      12,
    );
    expect(Math.floor(296_026 * Number(slot?.['eur_per_page']) * 10_000) / 10_000).toBe(0.6622);
    expect(model.crawls).toMatchObject([
      { record_id: 'founding', topic: 'founding-crawl.ndjson', partition: 0, offset: '0' },
    ]);
    // No case of the library that ships says plainly what an audience earned.
    expect([model.reference_class, model.choice[0]?.['class_eur']]).toEqual([[], '']);
    expect(model.factors).toEqual(expect.arrayContaining(factors));
    const cases = casesOf([{ site: 'least.tv', unit: 'visitors', rate: 30_000_000 }], 'one-case');
    await loadReference(warehouse, { ...readReference(), cases }, clock);
    await putRange(
      warehouse,
      'panel',
      [{ ...founding, record_id: 'second', site: 'second.tv' }],
      'second-panel.ndjson',
      0,
    );
    const second = await askFloors(warehouse, EVERYTHING, ({ parameters }) =>
      modelShown(warehouse, String(parameters['scope']), { ...about, operation: 'second.tv' }),
    );
    const [least] = second.reference_class;
    expect(least).toMatchObject({ unit: 'visitors', site: 'least.tv', eur_per_unit: '0.003' });
    expect(Number(second.choice[0]?.['class_eur'])).toBeCloseTo(
      296_026 * Number(least?.['eur_per_unit']),
      1,
    );
    expect(new Set(factors.map((row) => row['factor'])).size).toBe(9);
    const permitted = {
      source: 'sizeless',
      permits: 'unquantified' as const,
      from: '2015-01-01',
      to: null,
      declared_by: 'analyst',
      reason: 'test',
    };
    const rows = [{ ...permitted, declared_on: '2015-10-01' }];
    await loadReference(
      warehouse,
      { ...readReference(), audiencePolicy: { version: 'sizeless', rows } },
      clock,
    );
    const record = { ...founding, record_id: 'sizeless', source: 'sizeless', panel_size: null };
    await putRange(
      warehouse,
      'panel',
      [record, { ...record, record_id: 'other', source: 'other' }],
      'sizeless-panel.ndjson',
      0,
    );
    const shown = await warehouse.query(
      sqlFile('explain/unquantified.sql'),
      { as_of: EVERYTHING.asOf, ...about },
      anyRow,
    );
    expect(shown.map((row) => [row['source'], row['label'], row['modelled_units']])).toEqual([
      ['sizeless', 'unquantified', '4027'],
    ]);
    await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
    const floor = await warehouse.query(
      "SELECT modelled_eur FROM revenue_floor WHERE operation = 'planet-series.tv'",
      {},
      anyRow,
    );
    expect(floor).toEqual([{ modelled_eur: '0.6622' }]);
  });
});
