// Planet-Series, from its public audience alone: its floor, and how the floor is explained, on the
// real engine.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import type { Policy } from '../../pipeline/explain/unquantified.ts';
import { flow, observation, panel, slot } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { explanationIn } from './explanation-in.ts';
import { ALPHA, anyRow } from './figures.ts';

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
      // 271459 x 1 x 0.4 x 0.2 x 0.4 x 0.3 x 0.09322 / 1000
      { floor_eur: '0.2429', rung: 'L3' },
      { floor_eur: '0.6073', rung: 'L2' },
      { floor_eur: '800.0000', rung: 'L0' },
    ]);
  });

  test('is explained factor by factor', async () => {
    const found = await explanationIn(warehouse, 'planet-series.tv', '2015-11');
    expect(found.factors.map((row) => [row.factor, row.rate_id])).toContainEqual([
      'cpm',
      'adv-cpm-1',
    ]);
    expect(new Set(found.factors.map((row) => row.factor)).size).toBe(9);
    expect(found.panels).toEqual([
      {
        panel: 'mediametrie',
        counts: 1,
        choice: 'least',
        rung: 'L2',
        card_eur: '0.2429',
        slots_eur: '0.6073',
        modelled_eur: '0.6073',
      },
    ]);
    expect(found.audience).toMatchObject([
      { visitors_lower: '271459', implied_pages: '271459', alpha_ppm: 10_000, problem: '' },
    ]);
    expect(found.card).toMatchObject([
      { pages_lower: '271459', cpm_eur: '0.09322', not_blocked: '0.4', modelled_eur: '0.2429' },
    ]);
    expect(found.slots).toMatchObject([
      {
        site: 'planet-series.tv',
        country: 'FR',
        network: 'pop',
        per_page: '2.5',
        crawls: 1,
        pages_sampled: 40,
      },
    ]);
    // 2.5 x 0.4 x 0.2 x 0.4 x 0.3 x 0.09322 / 1000, times the visitors at least, one page each:
    // with a pocket calculator.
    const eurPerPage = Number(found.slots[0]?.eur_per_page);
    expect(eurPerPage).toBeCloseTo((2.5 * 0.4 * 0.2 * 0.4 * 0.3 * 0.09322) / 1000, 12);
    expect(Math.floor(271_459 * eurPerPage * 10_000) / 10_000).toBe(0.6073);
    expect(found.crawls).toMatchObject([{ record_id: 'founding', pages_sampled: 40 }]);
  });

  test('a permitted figure without panel size is shown apart from the floor', async () => {
    const record = { ...founding, record_id: 'sizeless', source: 'sizeless', panel_size: null };
    const others = [record, { ...record, record_id: 'other', source: 'other' }];
    await putRange(warehouse, 'panel', others, 'sizeless-panel.ndjson', 0);
    const policy: Policy = {
      source: 'sizeless',
      from: '2015-01-01',
      to: '2200-12-31',
      declared_on: '2015-10-01',
      declared_by: 'analyst',
      reason: 'test',
    };
    const shownWith = async (policies: readonly Policy[]) =>
      (await explanationIn(warehouse, 'planet-series.tv', '2015-11', { policies })).unquantified;
    expect(await shownWith([policy])).toMatchObject([
      { source: 'sizeless', pages: '450000', modelled_eur: '0.4027', declared_by: 'analyst' },
    ]);
    // Declared after the figure came, or for another month: not shown.
    const late = { ...policy, declared_on: '2016-05-27' };
    expect(await shownWith([late, { ...policy, from: '2015-11-02' }])).toEqual([]);
    const { next_evidence: next } = await explanationIn(warehouse, 'planet-series.tv', '2015-11');
    expect(next.map(({ reason, source }) => [reason, source])).toContainEqual([
      'panel_without_size',
      'sizeless',
    ]);
  });
});
