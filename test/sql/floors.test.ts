// Promises about floors, on the real engine.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../pipeline/config.ts';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { withSums } from '../../pipeline/estimate/work-list.ts';
import { loadReference, readReference } from '../../pipeline/estimate/reference.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { type OracleWorld, documented } from '../oracle/documented.ts';
import { seeded } from '../oracle/random.ts';
import { randomWorld } from '../oracle/world.ts';
import { putRange, putRecords, temporaryWarehouse, tickingClock } from './temporary-warehouse.ts';
import { renamed } from './renamed-world.ts';

const clock = tickingClock();
let warehouse: Warehouse;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse, remove } = await temporaryWarehouse());
  await loadReference(warehouse, readReference(), clock);
});
afterAll(async () => {
  await remove();
});

const ALPHA = loadConfig({}).alpha;
const anyRow = z.record(z.string(), z.unknown());
const estimate = () => runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
const floors = (operation: string) => warehouse.query(sqlFile('estimate/floors_in_force.sql'), { operation, month: '' }, anyRow);

function flow(id: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    flow_id: id,
    revision: 1,
    source: 'statement',
    network: 'net.example',
    line: 'advertising',
    publisher_account: 'pub-1',
    site: 'one.tv',
    period_start: '2015-11-01',
    period_end: '2015-11-30',
    value_date: '2015-12-30',
    amount: '100',
    currency: 'EUR',
    status: 'paid',
    basis: 'net',
    payee: { name: 'A', country: 'FR', account: 'x', account_type: 'other' },
    ...change,
  };
}

const figures = z.object({
  operation: z.string(),
  month: z.string(),
  floor_eur: z.string().nullable(),
  documented_eur: z.string(),
  status: z.string(),
  reason: z.string(),
});
type Figures = z.infer<typeof figures>;

/** Floors computed from the records, not those in force. */
const EVERYTHING = { operation: null, month: null, asOf: '2199-01-01 00:00:00', without: [], alpha: ALPHA };

async function figuresNow(prefix: string): Promise<Figures[]> {
  const rows = await askFloors(warehouse, EVERYTHING, ({ sql, parameters }) => warehouse.query(sql, parameters, figures));
  return rows.filter((row) => row.operation.startsWith(prefix)).map((row) => ({ ...row, operation: row.operation.slice(prefix.length) }));
}

describe('the order, batching, repetition and re-delivery of records change no floor', () => {
  test('100 random worlds, once as they come and once shuffled, repeated and cut into batches', async () => {
    const random = seeded(11);
    const worlds = Array.from({ length: 100 }, (_, seed) => randomWorld(5_000 + seed));
    const straight = worlds.map((world, seed) => renamed(world, `a${String(seed)}-`));
    const mixed = worlds.map((world, seed) => renamed(world, `b${String(seed)}-`));
    await putRecords(
      warehouse,
      'flow',
      straight.flatMap(({ flows }) => flows),
      'a-flow.ndjson',
    );
    await putRecords(
      warehouse,
      'site',
      straight.flatMap(({ sites }) => sites),
      'a-site.ndjson',
    );
    const flows = mixed.flatMap((world) => world.flows);
    const delivered = random.shuffled([...flows, ...flows.filter((_, index) => index % 3 === 0)]);
    for (let at = 0; at < delivered.length; at += 97)
      await putRecords(warehouse, 'flow', delivered.slice(at, at + 97), `b-flow-${String(at)}.ndjson`);
    const sites = random.shuffled(mixed.flatMap((world) => [...world.sites, ...world.sites]));
    for (let at = 0; at < sites.length; at += 41)
      await putRecords(warehouse, 'site', sites.slice(at, at + 41), `b-site-${String(at)}.ndjson`);
    const sorted = (rows: Figures[]) => [...rows].sort((x, y) => `${x.operation} ${x.month}`.localeCompare(`${y.operation} ${y.month}`));
    const [one, two] = [sorted(await figuresNow('a')), sorted(await figuresNow('b'))];
    expect(one.length).toBeGreaterThan(100);
    expect(two).toEqual(one);
  });
});

describe('splitting a flow', () => {
  test('never raises a floor and lowers it by at most 0.0001 EUR', async () => {
    const random = seeded(3);
    const cases = Array.from({ length: 150 }, (_, index) => {
      const units = 1 + random.below(100_000_000);
      const cut = random.below(units);
      const text = (value: number) => `${String(Math.floor(value / 10_000))}.${String(value % 10_000).padStart(4, '0')}`;
      const change = {
        network: `split-${String(index)}.example`,
        currency: random.pick(['EUR', 'USD', 'GBP', 'JPY']),
        period_end: random.pick(['2015-11-30', '2015-12-07', '2016-01-31']),
      };
      const whole = flow(`whole-${String(index)}`, { ...change, site: `whole-${String(index)}.tv`, amount: text(units) });
      const parts = [cut, units - cut].map((value, part) =>
        flow(`part-${String(index)}-${String(part)}`, { ...change, site: `parts-${String(index)}.tv`, amount: text(value) }),
      );
      return [whole, ...parts];
    });
    await putRecords(warehouse, 'flow', cases.flat(), 'split.ndjson');
    const [whole, parts] = [await figuresNow('whole-'), await figuresNow('parts-')];
    expect(whole.length).toBeGreaterThanOrEqual(150);
    const partOf = new Map(parts.map((row) => [`${row.operation} ${row.month}`, row.floor_eur]));
    for (const row of whole) {
      const units = (value: string | null | undefined) => Number(String(value).replace('.', ''));
      const lost = units(row.floor_eur) - units(partOf.get(`${row.operation} ${row.month}`));
      expect(lost, `${row.operation} ${row.month}`).toBeGreaterThanOrEqual(0);
      expect(lost, `${row.operation} ${row.month}`).toBeLessThanOrEqual(1);
    }
  });
});

describe('a revision that moves a flow', () => {
  test('to another month, site or account leaves no trace in the old place and stays in history', async () => {
    await putRange(warehouse, 'flow', [flow('moving', { site: 'old-place.tv', amount: '70' })], 'moving.ndjson', 0);
    await estimate();
    expect((await floors('old-place.tv')).map((row) => row['floor_eur'])).toEqual(['70.0000']);
    const moved = flow('moving', {
      revision: 2,
      site: 'new-place.tv',
      amount: '70',
      period_start: '2015-12-01',
      period_end: '2015-12-31',
      payee: { name: 'B', country: 'PA', account: 'y', account_type: 'other' },
    });
    await putRange(warehouse, 'flow', [moved], 'moving.ndjson', 1);
    const run = await estimate();
    expect(run.scope).toBe('some');
    expect(await floors('old-place.tv')).toEqual([]);
    expect((await floors('new-place.tv')).map((row) => [row['month'], row['floor_eur']])).toEqual([['2015-12', '70.0000']]);
    const current = await warehouse.query("SELECT site, account, account_country FROM flow_current WHERE flow_id = 'moving'", {}, anyRow);
    expect(current).toEqual([{ site: 'new-place.tv', account: 'y', account_country: 'PA' }]);
    const history = await warehouse.query(
      "SELECT floor_eur, withdrawn, isNull(superseded_at) AS in_force FROM revenue_floor_history WHERE operation = 'old-place.tv' ORDER BY known_at",
      {},
      anyRow,
    );
    expect(history).toEqual([
      { floor_eur: '70.0000', withdrawn: 0, in_force: 0 },
      { floor_eur: null, withdrawn: 1, in_force: 1 },
    ]);
  });
});

describe('an incremental run', () => {
  test('ends with the floors that computing everything gives, after records of every kind in random steps', async () => {
    const random = seeded(17);
    const world: OracleWorld[] = Array.from({ length: 25 }, (_, seed) => renamed(randomWorld(9_000 + seed), `i${String(seed)}-`));
    const steps = random.shuffled([
      ...world.flatMap((one) => one.flows.map((record) => ({ kind: 'flow' as const, record }))),
      ...world.flatMap((one) => one.sites.map((record) => ({ kind: 'site' as const, record }))),
    ]);
    const offsets = { flow: 0, site: 0 };
    const size = Math.ceil(steps.length / 12);
    for (let at = 0; at < steps.length; at += size) {
      for (const kind of ['flow', 'site'] as const) {
        const records = steps.slice(at, at + size).flatMap((step) => (step.kind === kind ? [step.record] : []));
        await putRange(warehouse, kind, records, `incremental-${kind}.ndjson`, offsets[kind]);
        offsets[kind] += records.length;
      }
      await estimate();
    }
    const columns =
      'operation, month, floor_eur, documented_eur, apportioned_eur, accrued_eur, offshore_eur, rung, confidence, status, reason';
    const inForce = await warehouse.query(
      `SELECT ${columns} FROM revenue_floor WHERE operation LIKE 'i%-%' ORDER BY operation, month`,
      {},
      anyRow,
    );
    const computed = await askFloors(warehouse, EVERYTHING, ({ sql, parameters }) =>
      warehouse.query(`SELECT ${columns} FROM (${sql}) WHERE operation LIKE 'i%-%' ORDER BY operation, month`, parameters, anyRow),
    );
    expect(inForce.length).toBeGreaterThan(50);
    expect(inForce).toEqual(computed);
  });
});

describe('what is left out of a floor', () => {
  test('is listed with its amount and reason, as the re-implementation lists it', async () => {
    const reference = readReference();
    const worlds = Array.from({ length: 60 }, (_, seed) => ({
      ...renamed(randomWorld(20_000 + seed), `x${String(seed)}-`),
      fx: reference.fx.rows,
      shares: [],
      disjoint: [],
    }));
    await putRecords(
      warehouse,
      'flow',
      worlds.flatMap(({ flows }) => flows),
      'x-flow.ndjson',
    );
    await putRecords(
      warehouse,
      'site',
      worlds.flatMap(({ sites }) => sites),
      'x-site.ndjson',
    );
    const row = z.object({
      source: z.string(),
      flow_id: z.string(),
      operation: z.string().nullable(),
      amount: z.string(),
      reason: z.string(),
    });
    const found = await warehouse.query(
      "SELECT source, flow_id, operation, amount, reason FROM excluded_flow WHERE match(flow_id, '^x[0-9]+-')",
      {},
      row,
    );
    const expected = worlds.flatMap((world) => documented(world, { withoutEvenSpread: false }).excluded);
    const key = (one: { source: string; flow_id: string; operation: string | null; reason: string }) =>
      JSON.stringify([one.source, one.flow_id, one.operation, one.reason]);
    expect(found.map(key).sort()).toEqual(expected.map(key).sort());
    const amounts = new Map(found.map((one) => [key(one), Number(one.amount)]));
    for (const one of expected) {
      const tolerance = 0.00011 + Number(one.amount) * 1e-12;
      expect(Math.abs((amounts.get(key(one)) ?? Number.NaN) - Number(one.amount)), key(one)).toBeLessThanOrEqual(tolerance);
    }
    expect(new Set(found.map((one) => one.reason)).size).toBeGreaterThanOrEqual(7);
  });
});

describe('what was known', () => {
  test('on a day is one question, and a later revision does not change its answer', async () => {
    await putRecords(warehouse, 'flow', [flow('known', { site: 'known.tv', amount: '10' })], 'known.ndjson', Date.UTC(2016, 2, 1));
    await putRecords(
      warehouse,
      'flow',
      [flow('known', { site: 'known.tv', amount: '4', revision: 2 })],
      'known-2.ndjson',
      Date.UTC(2016, 2, 9),
    );
    const at = async (asOf: string) => {
      const rows = await askFloors(warehouse, { ...EVERYTHING, operation: 'known.tv', month: '2015-11', asOf }, ({ sql, parameters }) =>
        warehouse.query(sql, parameters, figures),
      );
      return rows.map((row) => row.floor_eur);
    };
    expect(await at('2016-02-29 23:59:59.999')).toEqual([]);
    expect(await at('2016-03-08 23:59:59.999')).toEqual(['10.0000']);
    expect(await at('2016-03-09 23:59:59.999')).toEqual(['4.0000']);
  });
});

describe('0 is never shown for what could not be computed', () => {
  test('money without a rate, and a panel that is too small, give insufficient with a reason', async () => {
    await putRecords(warehouse, 'flow', [flow('norate', { site: 'norate.tv', currency: 'RUB' })], 'norate.ndjson');
    const panel = {
      record_id: 'p-1',
      revision: 1,
      source: 'panel',
      site: 'small-panel.tv',
      month: '2015-11',
      country: 'FR',
      device: 'all',
      unique_visitors: 1000,
      page_views: 5000,
      panel_size: 60,
      universe: 44_800_000,
      design_effect: '2.5',
      published_at: '2015-12-15T00:00:00Z',
    };
    await putRecords(
      warehouse,
      'panel',
      [panel, { ...panel, record_id: 'p-2', site: 'large-panel.tv', unique_visitors: 450_000, page_views: 9_000_000, panel_size: 22_000 }],
      'panel.ndjson',
    );
    const rows = (await figuresNow('')).filter((row) => ['norate.tv', 'small-panel.tv', 'large-panel.tv'].includes(row.operation));
    const shown = new Map(rows.map((row) => [row.operation, [row.floor_eur === null, row.status, row.reason]]));
    expect(shown.get('norate.tv')).toEqual([true, 'insufficient', 'no_countable_flow']);
    expect(shown.get('small-panel.tv')).toEqual([true, 'insufficient', 'panel_too_small']);
    expect(shown.get('large-panel.tv')).toEqual([false, 'ok', '']);
    expect(Number(rows.find((row) => row.operation === 'large-panel.tv')?.floor_eur)).toBeGreaterThan(0);
  });
});

describe('offshore flags', () => {
  test('a flow of November 2015 to Panama names FATF grey; ETNC begins with the order of 8 April 2016', async () => {
    const payee = { name: 'A', country: 'FR', account: 'BAGEPAPAXXX', account_type: 'bic' };
    await putRecords(
      warehouse,
      'flow',
      [
        flow('pa-1', { value_date: '2015-11-20', payee }),
        flow('pa-2', { value_date: '2016-05-02', payee }),
        flow('pa-3', { value_date: '2016-04-09', payee }),
      ],
      'panama.ndjson',
    );
    const rows = await warehouse.query(
      "SELECT flow_id, rule, list FROM offshore_flag WHERE flow_id LIKE 'pa-%' ORDER BY flow_id, rule, list",
      {},
      anyRow,
    );
    expect(rows.map((row) => [row['flow_id'], row['rule'], row['list']])).toEqual([
      ['pa-1', 'R01 OFFSHORE_LISTED', 'FATF_GREY'],
      ['pa-1', 'R02 OFFSHORE_CENTRE', 'OFFSHORE_CENTRE'],
      ['pa-2', 'R01 OFFSHORE_LISTED', 'FR_ETNC'],
      ['pa-2', 'R02 OFFSHORE_CENTRE', 'OFFSHORE_CENTRE'],
      ['pa-3', 'R02 OFFSHORE_CENTRE', 'OFFSHORE_CENTRE'],
    ]);
  });
});

describe('views of the contract', () => {
  const VIEWS = [
    'revenue_floor',
    'revenue_floor_history',
    'revenue_floor_line',
    'flow_current',
    'offshore_flag',
    'excluded_flow',
    'rejected_record',
    'record_outcome',
    'disputed_record',
    'custody',
  ];

  test('each view and each of its columns has a comment', async () => {
    const tables = await warehouse.query(
      "SELECT name, comment FROM system.tables WHERE database = 'plancher' AND name IN {views:Array(String)}",
      { views: VIEWS },
      z.object({ name: z.string(), comment: z.string() }),
    );
    expect(tables.map((row) => row.name).sort()).toEqual([...VIEWS].sort());
    expect(tables.filter((row) => row.comment === '')).toEqual([]);
    const columns = await warehouse.query(
      "SELECT table, name, comment FROM system.columns WHERE database = 'plancher' AND table IN {views:Array(String)}",
      { views: VIEWS },
      z.object({ table: z.string(), name: z.string(), comment: z.string() }),
    );
    expect(columns.length).toBeGreaterThan(100);
    expect(columns.filter((row) => row.comment === '')).toEqual([]);
  });

  test("a client's own settings change no figure: compiled expressions, and nulls of joins", async () => {
    const read = (view: string, settings: string) =>
      warehouse.text(`SELECT count(), sum(cityHash64(toString(tuple(*)))) FROM ${view} SETTINGS ${settings}`, {}, 'CSVWithNames');
    await withSums(warehouse, { as_of: EVERYTHING.asOf, without: [] }, async (scope) => {
      const sums = `source_sum_at(as_of = '${EVERYTHING.asOf}', scope = '${scope}', without = [])`;
      const floors = `floor_at(as_of = '${EVERYTHING.asOf}', scope = '${scope}', without = [], alpha_ppm = 50000)`;
      for (const view of [...VIEWS, sums, floors]) {
        const plain = await read(view, 'compile_expressions = 0');
        expect.soft(await read(view, 'compile_expressions = 1, min_count_to_compile_expression = 0'), view).toBe(plain);
        expect.soft(await read(view, 'join_use_nulls = 1'), view).toBe(plain);
      }
    });
  });
});
