// What the public views show, on the real engine: knowledge days, figures that could not be
// computed, dated lists, and comments.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { randomWorld } from '../random-records/world.ts';
import { flow, panel } from '../records.ts';
import { ALPHA, EVERYTHING, anyRow, figures, figuresNow } from './figures.ts';
import { putRange, putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const { warehouse, remove } = await temporaryWarehouse('shipped');
afterAll(remove);
beforeAll(async () => {
  // Something of everything behind the records that the tests ask for.
  const worlds = Array.from({ length: 30 }, (_, seed) => randomWorld(9_000 + seed));
  await putRecords(
    warehouse,
    'flow',
    worlds.flatMap(({ flows }) => flows),
    'world-flow.ndjson',
  );
  await putRecords(
    warehouse,
    'site',
    worlds.flatMap((world) => world.sites),
    'world-site.ndjson',
  );
});

describe('what was known', () => {
  test('on a day is one query, whose answer no later revision changes', async () => {
    await putRecords(
      warehouse,
      'flow',
      [flow('known', { site: 'known.tv', amount: '10' })],
      'known.ndjson',
      Date.UTC(2016, 2, 1),
    );
    await putRecords(
      warehouse,
      'flow',
      [flow('known', { site: 'known.tv', amount: '4', revision: 2 })],
      'known-2.ndjson',
      Date.UTC(2016, 2, 9),
    );
    const at = async (asOf: string) => {
      const rows = await askFloors(
        warehouse,
        { ...EVERYTHING, operation: 'known.tv', month: '2015-11', asOf },
        ({ sql, parameters }) => warehouse.query(sql, parameters, figures),
      );
      return rows.map((row) => row.floor_eur);
    };
    expect(await at('2016-02-29 23:59:59.999')).toEqual([]);
    expect(await at('2016-03-08 23:59:59.999')).toEqual(['10.0000']);
    expect(await at('2016-03-09 23:59:59.999')).toEqual(['4.0000']);
  });
});

test('what is computed of all records that are known is what is in force', async () => {
  await runEstimate(warehouse, { clock: tickingClock(), alpha: ALPHA, isComplete: true });
  const columns = `operation, month, floor_eur, floor_headline_eur, documented_eur, apportioned_eur,
    modelled_eur, accrued_eur, offshore_eur, payment_dated_eur, unplaced_reversal_eur, rung,
    confidence, status, reason, visitors_lower`;
  const inForce = await warehouse.query(
    `SELECT ${columns} FROM revenue_floor ORDER BY operation, month`,
    {},
    anyRow,
  );
  const computed = await askFloors(warehouse, EVERYTHING, ({ sql, parameters }) =>
    warehouse.query(`SELECT ${columns} FROM (${sql})`, parameters, anyRow),
  );
  expect(inForce.length).toBeGreaterThan(30);
  expect(computed).toEqual(inForce);
});

describe('0 is never shown for what could not be computed', () => {
  test('money without a rate, and a panel that is too small, give insufficient with a reason', async () => {
    await putRecords(
      warehouse,
      'flow',
      [flow('norate', { site: 'norate.tv', currency: 'BYR' })],
      'norate.ndjson',
    );
    await putRecords(
      warehouse,
      'panel',
      [
        panel('p-1', {
          site: 'small-panel.tv',
          unique_visitors: 1000,
          page_views: 5000,
          panel_size: 60,
        }),
        panel('p-2', { site: 'large-panel.tv', page_views: 9_000_000 }),
      ],
      'panel.ndjson',
    );
    const rows = (await figuresNow(warehouse, '')).filter((row) =>
      ['norate.tv', 'small-panel.tv', 'large-panel.tv'].includes(row.operation),
    );
    const shown = new Map(
      rows.map((row) => [row.operation, [row.floor_eur === null, row.status, row.reason]]),
    );
    expect(shown.get('norate.tv')).toEqual([true, 'insufficient', 'unconverted']);
    expect(shown.get('small-panel.tv')).toEqual([true, 'insufficient', 'panel_too_small']);
    expect(shown.get('large-panel.tv')).toEqual([false, 'ok', '']);
    expect(
      Number(rows.find((row) => row.operation === 'large-panel.tv')?.floor_eur),
    ).toBeGreaterThan(0);
  });
});

describe('the largest and smallest numbers that a record may hold', () => {
  const MOST = 2 ** 53 - 1;
  test('in any field of a panel stop no query, and give a lower limit that is not above the measurement', async () => {
    const numbers = [0, 1, 30, 10 ** 12, 10 ** 15, MOST];
    const records = numbers.flatMap((panel_size) =>
      numbers.flatMap((unique_visitors) =>
        ['1', '2.5', '999999.999999'].map((design_effect, index) =>
          panel(`extreme-${String(panel_size)}-${String(unique_visitors)}-${String(index)}`, {
            source: 'extreme-panel',
            site: `extreme-${String(index)}.tv`,
            month: index === 0 ? '1900-01' : '2199-12',
            unique_visitors,
            page_views: MOST,
            panel_size,
            universe: MOST,
            design_effect,
          }),
        ),
      ),
    );
    await putRecords(warehouse, 'panel', records, 'extreme.ndjson');
    const rows = await askFloors(warehouse, EVERYTHING, ({ sql, parameters }) =>
      warehouse.query(
        `SELECT operation, toString(visitors_lower) AS visitors FROM (${sql}) WHERE operation LIKE 'extreme-%'`,
        parameters,
        anyRow,
      ),
    );
    expect(rows.map((row) => row['operation'])).toEqual([
      'extreme-0.tv',
      'extreme-1.tv',
      'extreme-2.tv',
    ]);
    expect(rows.filter((row) => Number(row['visitors']) > MOST)).toEqual([]);
  });

  test('as amounts of five lines are capped to what a money column holds', async () => {
    const lines = ['advertising', 'file_host', 'subscription', 'donation', 'other'];
    const amount = '99999999999999.9999';
    await putRecords(
      warehouse,
      'flow',
      lines.map((line) => flow(`most-${line}`, { site: 'most.tv', line, amount })),
      'most.ndjson',
    );
    expect(
      (await figuresNow(warehouse, 'most.tv')).map((row) => [row.floor_eur, row.documented_eur]),
    ).toEqual([[amount, amount]]);
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

const paidIn = (month: string) =>
  flow(`paid-${month}`, {
    site: 'months.tv',
    period_start: `${month}-01`,
    period_end: `${month}-28`,
    value_date: `${month}-28`,
  });

describe('public views', () => {
  const VIEWS = [
    'revenue_floor',
    'revenue_floor_history',
    'revenue_floor_line',
    'revenue_total',
    'class_member',
    'flow_current',
    'offshore_flag',
    'excluded_flow',
    'source_rank',
    'rejected_record',
    'replayed_record',
    'record_outcome',
    'disputed_record',
    'custody',
    'alert_current',
    'alert_history',
    'alert_flow',
    'alert_baseline',
    'alert_delivery',
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

  test('the first day of each month of a floor is a date, for any month that records can have', async () => {
    await putRange(
      warehouse,
      'flow',
      ['1900-01', '2015-11', '2200-12'].map(paidIn),
      'months.ndjson',
      0,
    );
    await runEstimate(warehouse, { clock: tickingClock(), alpha: ALPHA, isComplete: false });
    for (const view of ['revenue_floor', 'revenue_floor_history', 'revenue_floor_line']) {
      const rows = await warehouse.query(
        `SELECT month, toString(month_start) AS start, toTypeName(month_start) AS type FROM ${view} WHERE operation = 'months.tv' ORDER BY month`,
        {},
        anyRow,
      );
      expect(rows, view).toEqual(
        ['1900-01', '2015-11', '2200-12'].map((month) => ({
          month,
          start: `${month}-01`,
          type: 'Date32',
        })),
      );
    }
  });

  test("a client's own settings change no figure: compiled expressions, and nulls of joins", async () => {
    const read = (view: string, settings: string) =>
      warehouse.text(
        `SELECT count(), sum(cityHash64(toString(tuple(*)))) FROM ${view} SETTINGS ${settings}`,
        {},
        'JSONCompactEachRow',
      );
    for (const view of VIEWS) {
      const plain = await read(view, 'compile_expressions = 0');
      expect
        .soft(
          await read(view, 'compile_expressions = 1, min_count_to_compile_expression = 0'),
          view,
        )
        .toBe(plain);
      expect.soft(await read(view, 'join_use_nulls = 1'), view).toBe(plain);
    }
  });
});
