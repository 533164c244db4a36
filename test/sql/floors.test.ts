// Promises about floors, on the real engine.
// PLANCHER_TEST_STEPS steps of the incremental run (24 by default).
import { afterAll, describe, expect, test } from 'vitest';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { shuffled } from '../shuffled.ts';
import { randomWorld } from '../random-records/world.ts';
import { flow } from '../records.ts';
import { ALPHA, EVERYTHING, type Figures, anyRow, figuresNow } from './figures.ts';
import { putRange, putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { renamed } from '../random-records/renamed.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('monthly', clock);
afterAll(remove);

const estimate = () => runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
const floors = (operation: string) =>
  warehouse.query(sqlFile('estimate/floors/in_force.sql'), { operation, month: '' }, anyRow);

describe('the order, batching, repetition and re-delivery of records change no floor', () => {
  test('100 random worlds, once as they come and once shuffled, repeated and cut into batches', async () => {
    const random = randomOf(11);
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
    const flows = mixed.flatMap(({ flows }) => flows);
    const delivered = shuffled([...flows, ...flows.filter((_, index) => index % 3 === 0)], random);
    for (let at = 0; at < delivered.length; at += 97)
      await putRecords(
        warehouse,
        'flow',
        delivered.slice(at, at + 97),
        `b-flow-${String(at)}.ndjson`,
      );
    const sites = shuffled(
      mixed.flatMap((world) => [...world.sites, ...world.sites]),
      random,
    );
    for (let at = 0; at < sites.length; at += 41)
      await putRecords(warehouse, 'site', sites.slice(at, at + 41), `b-site-${String(at)}.ndjson`);
    const sorted = (rows: Figures[]) =>
      [...rows].sort((x, y) =>
        `${x.operation} ${x.month}`.localeCompare(`${y.operation} ${y.month}`),
      );
    const [one, two] = [
      sorted(await figuresNow(warehouse, 'a')),
      sorted(await figuresNow(warehouse, 'b')),
    ];
    expect(one.length).toBeGreaterThan(100);
    expect(two).toEqual(one);
  });
});

describe('splitting a flow', () => {
  test('never raises a floor and lowers it by at most 0.0001 EUR', async () => {
    const random = randomOf(3);
    const cases = Array.from({ length: 150 }, (_, index) => {
      const units = 1 + random.below(100_000_000);
      const cut = random.below(units);
      const text = (value: number) =>
        `${String(Math.floor(value / 10_000))}.${String(value % 10_000).padStart(4, '0')}`;
      const change = {
        network: `split-${String(index)}.example`,
        currency: random.pick(['EUR', 'USD', 'GBP', 'JPY']),
        period_end: random.pick(['2015-11-30', '2015-12-07', '2016-01-31']),
      };
      const whole = flow(`whole-${String(index)}`, {
        ...change,
        site: `whole-${String(index)}.tv`,
        amount: text(units),
      });
      const parts = [cut, units - cut].map((value, part) =>
        flow(`part-${String(index)}-${String(part)}`, {
          ...change,
          site: `parts-${String(index)}.tv`,
          amount: text(value),
        }),
      );
      return [whole, ...parts];
    });
    await putRecords(warehouse, 'flow', cases.flat(), 'split.ndjson');
    const [whole, parts] = [
      await figuresNow(warehouse, 'whole-'),
      await figuresNow(warehouse, 'parts-'),
    ];
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
    await putRange(
      warehouse,
      'flow',
      [flow('moving', { site: 'old-place.tv', amount: '70' })],
      'moving.ndjson',
      0,
    );
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
    expect((await floors('new-place.tv')).map((row) => [row['month'], row['floor_eur']])).toEqual([
      ['2015-12', '70.0000'],
    ]);
    const current = await warehouse.query(
      "SELECT site, account, account_country FROM flow_current WHERE flow_id = 'moving'",
      {},
      anyRow,
    );
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
    const random = randomOf(17);
    const world = Array.from({ length: 25 }, (_, seed) =>
      renamed(randomWorld(9_000 + seed), `i${String(seed)}-`),
    );
    const steps = shuffled(
      [
        ...world.flatMap((one) =>
          one.flows.map((flow) => ({ kind: 'flow' as const, record: flow })),
        ),
        ...world.flatMap((one) => one.sites.map((record) => ({ kind: 'site' as const, record }))),
      ],
      random,
    );
    const offsets = { flow: 0, site: 0 };
    // Few records a step, so that most records they are tied to are not in the step.
    const size = Math.ceil(steps.length / Number(process.env['PLANCHER_TEST_STEPS'] ?? '24'));
    for (let at = 0; at < steps.length; at += size) {
      for (const kind of ['flow', 'site'] as const) {
        const records = steps
          .slice(at, at + size)
          .flatMap((step) => (step.kind === kind ? [step.record] : []));
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
      warehouse.query(
        `SELECT ${columns} FROM (${sql}) WHERE operation LIKE 'i%-%' ORDER BY operation, month`,
        parameters,
        anyRow,
      ),
    );
    expect(inForce.length).toBeGreaterThan(50);
    expect(inForce).toEqual(computed);
  });

  test('over too many new records, or new records that touch too many flows, computes every floor', async () => {
    const site = 'many.tv';
    // On different days: alike in all, they would be one flow (M-TWIN).
    const flows = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => {
        const number = from + index;
        const value_date = `2015-12-${String(10 + number)}`;
        return flow(`many-${String(number)}`, { site, amount: '10', value_date });
      });
    const run = (mostTouched: number) =>
      runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false, mostTouched });
    const floor = async () => (await floors(site)).map((row) => row['floor_eur']);
    await putRange(warehouse, 'flow', flows(0, 5), 'many-flow.ndjson', 0);
    expect(await run(1_000)).toMatchObject({ scope: 'some', changed: 1 });
    await putRange(warehouse, 'flow', flows(5, 8), 'many-flow.ndjson', 5);
    // Three are new, and linked with eight: they may be parts of one total (M-TOTAL).
    expect(await run(7)).toMatchObject({ scope: 'all', changed: 1 });
    expect(await floor()).toEqual(['80.0000']);
    await putRange(warehouse, 'flow', flows(8, 12), 'many-flow.ndjson', 8);
    expect(await run(4)).toMatchObject({ scope: 'all', changed: 1 });
    expect(await floor()).toEqual(['120.0000']);
    await putRange(warehouse, 'flow', flows(12, 13), 'many-flow.ndjson', 12);
    expect(await run(100)).toMatchObject({ scope: 'some', changed: 1 });
    expect(await floor()).toEqual(['130.0000']);
  });
});
