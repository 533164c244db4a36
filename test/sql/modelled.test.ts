// docs/method.md, property 7, for modelled money: the SQL and a slow, plain re-implementation agree
// on random worlds, to the last unit.
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { visitorsLower } from '../../pipeline/estimate/audience-limit.ts';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { loadReference } from '../../pipeline/reference/load.ts';
import { randomAudience, randomCard } from '../oracle/audience-world.ts';
import { type ModelOptions, type ModelWorld, modelled } from '../oracle/modelled.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flow, site as registered } from '../records.ts';
import { ALPHA, EVERYTHING } from './figures.ts';
import { crawlRecord, panelRecord, referenceOf } from './model-world-records.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const BATCHES = Number(process.env['PLANCHER_TEST_MODEL_BATCHES'] ?? '1');
const WORLDS_AT_ONCE = 40;
const clock = tickingClock();

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

const limit: ModelOptions['visitorsLower'] = (panel, alphaPpm, contaminationPpm) =>
  visitorsLower({
    uniqueVisitors: panel.unique_visitors ?? 0,
    universe: panel.universe,
    panelSize: panel.panel_size ?? 0,
    designEffect: 2.5,
    alpha: alphaPpm / 1e6,
    contamination: contaminationPpm / 1e6,
  }) ?? 0;

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
