// docs/method.md, property 7, for modelled money: the SQL and a slow, plain re-implementation agree
// on random worlds, to the last unit.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { visitorsLower } from '../../pipeline/estimate/audience-limit.ts';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { type ReferenceData, loadReference, readReference } from '../../pipeline/reference/load.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { modelShown } from '../../pipeline/explain/model-shown.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { publishedCase } from '../published-case.ts';
import { randomAudience, randomCard } from '../oracle/audience-world.ts';
import { type ModelOptions, type ModelWorld, modelled } from '../oracle/modelled.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flow, observation, panel, site as registered, slot } from '../records.ts';
import { ALPHA, EVERYTHING, anyRow } from './figures.ts';
import { putRange, putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const BATCHES = Number(process.env['PLANCHER_TEST_MODEL_BATCHES'] ?? '1');
const WORLDS_AT_ONCE = 40;
const clock = tickingClock();

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

function referenceOf(
  card: Pick<ModelWorld, 'rates' | 'primary' | 'cases'>,
  version: string,
): ReferenceData {
  const rows = card.rates.map((rate, index) => ({
    ...rate,
    id: `rate-${String(index)}`,
    line: 'advertising' as const,
    device: 'all' as const,
    unit: 'test',
    valid_from: '2010-01-01',
    valid_to: null,
    currency: rate.factor === 'cpm' ? 'EUR' : null,
    source: 'test',
    grade: 'assumption' as const,
    approved_by: ['one', 'two'],
  }));
  const units = {
    visitors: 'unique_visitors_month',
    visits: 'visits_month',
    page_views: 'page_views_month',
  };
  const cases = card.cases.map(({ names, unit, rate }) =>
    publishedCase({
      case_id: names[0],
      site: names[0],
      domains: [],
      audience_unit: units[unit],
      audience_value: 10_000_000_000,
      revenue_amount: String(rate),
      revenue_basis: 'invoices',
    }),
  );
  return {
    ...readReference(),
    rateCard: { version, rows },
    cases: { version, rows: cases },
    audiencePolicy: {
      version,
      rows: card.primary.map((one) => ({
        ...one,
        permits: 'primary' as const,
        to: null,
        declared_by: 'analyst',
        reason: 'test',
      })),
    },
  };
}

const limit: ModelOptions['visitorsLower'] = (panel, alphaPpm, contaminationPpm) =>
  visitorsLower({
    uniqueVisitors: panel.unique_visitors ?? 0,
    universe: panel.universe,
    panelSize: panel.panel_size ?? 0,
    designEffect: 2.5,
    alpha: alphaPpm / 1e6,
    contamination: contaminationPpm / 1e6,
  }) ?? 0;

const panelRecord = (measured: ModelWorld['panels'][number]) =>
  panel(measured.record_id, { ...measured, design_effect: null });
const crawlRecord = ({ record_id, month, slots, ...crawl }: ModelWorld['crawls'][number]) =>
  observation(
    record_id,
    slots.map(({ network, per_page }) => slot(network, per_page)),
    { ...crawl, observed_at: `${month}-30T23:59:59Z` },
  );
const paidFlow = ({ site, month, network }: ModelWorld['paid'][number], id: string) =>
  flow(id, {
    site,
    network,
    line: 'donation',
    amount: '0.0001',
    period_start: `${month}-01`,
    period_end: `${month}-30`,
  });

async function put(
  { panels, crawls, paid }: Pick<ModelWorld, 'panels' | 'crawls' | 'paid'>,
  label: string,
): Promise<void> {
  await putRecords(warehouse, 'panel', panels.map(panelRecord), `${label}-panel.ndjson`);
  await putRecords(
    warehouse,
    'observation',
    crawls.map(crawlRecord),
    `${label}-observation.ndjson`,
  );
  await putRecords(
    warehouse,
    'flow',
    paid.map((one, index) => paidFlow(one, `${label}-${String(index)}`)),
    `${label}-flow.ndjson`,
  );
}

const modelRow = z.object({
  operation: z.string(),
  month: z.string(),
  modelled_eur: z.string(),
  visitors_lower: z.string().nullable(),
  rung: z.string(),
  confidence: z.string(),
});
const QUESTIONS = [
  [],
  ['rung:L2'],
  ['rung:L3'],
  ['rate:pages_per_visitor'],
  ['rate:heavy_user_share', 'rate:ads_per_page'],
  ['rate:cpm'],
];

describe('modelled money equals a slow plain TypeScript re-implementation, to the last unit', () => {
  test.each(Array.from({ length: BATCHES }, (_, batch) => batch))('worlds %i', async (batch) => {
    const random = randomOf(402 - 2 * batch);
    const card = randomCard(random);
    await loadReference(warehouse, referenceOf(card, `batch-${String(batch)}`), clock);
    const worlds = Array.from({ length: WORLDS_AT_ONCE }, (_, index) =>
      randomAudience(random, `b${String(batch)}w${String(index)}-`),
    );
    const prefixOf = (site: string) => site.slice(0, site.indexOf('-'));
    const all: ModelWorld = {
      ...card,
      panels: worlds.flatMap(({ panels }) => panels),
      crawls: worlds.flatMap(({ crawls }) => crawls),
      paid: worlds.flatMap(({ paid }) => paid),
      // Two mirrors of one operation, a site of its own, and one that moves in mid-month.
      ownerOf: (site) =>
        site.endsWith('gamma.tv')
          ? site
          : site.endsWith('delta.tv')
            ? null
            : `${prefixOf(site)}-pair`,
    };
    const registry = worlds.flatMap((_, index) => {
      const prefix = `b${String(batch)}w${String(index)}-`;
      const operation = `${prefix}pair`;
      return [
        registered(prefix, { site: `${prefix}alpha.tv`, operation }),
        registered(`${prefix}2`, { site: `${prefix}beta.tv`, operation }),
        registered(`${prefix}3`, {
          site: `${prefix}delta.tv`,
          operation: `${prefix}a`,
          valid_from: '2015-11-10',
          valid_to: '2015-12-10',
        }),
      ];
    });
    await putRecords(warehouse, 'site', registry, `b${String(batch)}-site.ndjson`);
    await put(all, `b${String(batch)}`);
    const everything = new Map<string, bigint>();
    for (const without of QUESTIONS) {
      const rows = await askFloors(warehouse, { ...EVERYTHING, without }, ({ sql, parameters }) =>
        warehouse.query(sql, parameters, modelRow),
      );
      const found = rows.filter(
        (row) => row.operation.startsWith(`b${String(batch)}w`) && row.visitors_lower !== null,
      );
      const expected = modelled(all, {
        without,
        alphaPpm: Math.round(ALPHA * 1e6),
        visitorsLower: limit,
      }).filter((row) => row.visitors !== null);
      const key = (row: { operation: string; month: string }) => `${row.operation} ${row.month}`;
      const inEur = (units: bigint) =>
        `${String(units / 10_000n)}.${String(units % 10_000n).padStart(4, '0')}`;
      const shown = new Map(
        found.map((row) => [
          key(row),
          [row.modelled_eur, row.visitors_lower, row.confidence === '1.000000' ? 'none' : 'model'],
        ]),
      );
      const wanted = new Map(
        expected.map((row) => [
          key(row),
          [inEur(row.has ? row.units : 0n), String(row.visitors), row.has ? 'model' : 'none'],
        ]),
      );
      expect(Object.fromEntries([...shown].sort()), without.join()).toEqual(
        Object.fromEntries([...wanted].sort()),
      );
      for (const row of expected) {
        const before = everything.get(key(row));
        if (before === undefined) everything.set(key(row), row.units);
        else expect(row.units, `${key(row)} without ${without.join()}`).toBeLessThanOrEqual(before);
      }
      const rungs = new Map(expected.map((row) => [key(row), row.rung]));
      for (const row of found.filter(({ rung }) => rung === 'L2' || rung === 'L3'))
        expect(row.rung, key(row)).toBe(rungs.get(key(row)));
    }
    expect([...everything.values()].filter((units) => units > 0n).length).toBeGreaterThan(
      WORLDS_AT_ONCE / 4,
    );
  });
});

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
    const shipped = readReference();
    const version = 'again';
    await loadReference(
      warehouse,
      {
        ...shipped,
        fx: { ...shipped.fx, version },
        rateCard: { ...shipped.rateCard, version },
        cases: { ...shipped.cases, version },
      },
      clock,
    );
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
    const crawl = {
      record_id: 'founding',
      site: 'planet-series.tv',
      month: '2015-11',
      pages_sampled: 40,
    };
    const seen = { ...crawl, slots: [{ network: 'Pop.example', per_page: '2.5' }] };
    await putRange(warehouse, 'observation', [crawlRecord(seen)], 'founding-crawl.ndjson', 0);
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
    const oneCase = [{ names: ['least.tv'], unit: 'visitors' as const, rate: 30_000_000n }];
    const { cases } = referenceOf({ rates: [], primary: [], cases: oneCase }, 'one-case');
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
