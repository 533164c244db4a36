// M-PROPERTY: which operation a property belongs to on which day, from its registry rows and those
// of the names above it.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { type Fields, flow, panel, site } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
beforeEach(empty);

const run = () => runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
const floorRow = z.object({ operation: z.string(), documented_eur: z.string() });

/** Documented money by operation, without the zeros behind the point. */
async function documented(): Promise<Record<string, number>> {
  const rows = await warehouse.query(
    'SELECT operation, sum(documented_eur) AS documented_eur FROM revenue_floor GROUP BY operation',
    {},
    floorRow,
  );
  return Object.fromEntries(rows.map((row) => [row.operation, Number(row.documented_eur)]));
}

/** Floors of 10, 20, 40 ... EUR in November 2015 for the sites, under the rows. */
async function floorsOf(sites: readonly string[], rows: readonly Fields[]) {
  const flows = sites.map((place, index) =>
    flow(`f-${String(index)}`, { site: place, amount: String(10 * 2 ** index) }),
  );
  await putRange(
    warehouse,
    'site',
    rows.map((row, index) => ({ record_id: `r-${String(index)}`, source: 'case-file', ...row })),
    'site.ndjson',
    0,
  );
  await putRange(warehouse, 'flow', flows, 'flow.ndjson', 0);
  await run();
  return documented();
}

describe('a registry row', () => {
  test('covers what lies below it; what no row covers is its registrable domain', async () => {
    const sites = ['films.tv', 'm.films.tv', 'a.m.films.tv', 'www.films.tv', 'x.other.co.uk'];
    expect(await floorsOf(sites, [{ site: 'films.tv', operation: 'op' }])).toEqual({
      op: 150,
      'other.co.uk': 160,
    });
  });

  test('does not cover what lies above it or beside it', async () => {
    const sites = ['films.tv', 'm.films.tv', 'n.films.tv'];
    expect(await floorsOf(sites, [{ site: 'm.films.tv', operation: 'op' }])).toEqual({
      op: 20,
      'films.tv': 50,
    });
  });

  test('with a longer name holds, on the days on which it is in force', async () => {
    const rows = [
      { site: 'films.tv', operation: 'all' },
      { site: 'm.films.tv', operation: 'mobile', valid_from: '2015-11-16' },
    ];
    expect(await floorsOf(['m.films.tv'], rows)).toEqual({ all: 5, mobile: 5 });
  });

  test('of another claimant makes the name nobody’s, and only that name', async () => {
    const rows = [
      { site: 'films.tv', operation: 'one' },
      { site: 'films.tv', operation: 'two' },
      { site: 'm.films.tv', operation: 'one' },
    ];
    expect(await floorsOf(['films.tv', 'm.films.tv'], rows)).toEqual({ one: 20 });
  });

  test('without an operation keeps its site apart, and is no claim against one that names it', async () => {
    const rows = [
      { site: 'films.tv', operation: 'op' },
      { site: 'm.films.tv' },
      { site: 'n.films.tv' },
      { site: 'n.films.tv', operation: 'op' },
    ];
    expect(await floorsOf(['films.tv', 'm.films.tv', 'n.films.tv'], rows)).toEqual({
      op: 50,
      'm.films.tv': 20,
    });
  });

  test('that is new moves the money below it in a run over new records alone', async () => {
    expect(await floorsOf(['films.tv', 'm.films.tv'], [])).toEqual({ 'films.tv': 30 });
    const row = site('late', { site: 'm.films.tv', operation: 'op', valid_from: null });
    await putRange(warehouse, 'site', [row], 'late.ndjson', 0);
    expect(await run()).toMatchObject({ scope: 'some' });
    expect(await documented()).toEqual({ 'films.tv': 10, op: 20 });
    const above = site('above', { site: 'films.tv', operation: 'whole', valid_from: null });
    await putRange(warehouse, 'site', [above], 'above.ndjson', 0);
    expect(await run()).toMatchObject({ scope: 'some' });
    expect(await documented()).toEqual({ whole: 10, op: 20 });
    const wrong = { ...row, revision: 2, void: true };
    await putRange(warehouse, 'site', [wrong], 'wrong.ndjson', 0);
    expect(await run()).toMatchObject({ scope: 'some' });
    expect(await documented()).toEqual({ whole: 30 });
  });

  test('for a mirror does not give its operation the audience of the host', async () => {
    const row = { site: 'leet.proxyportal.pw', operation: 'leet' };
    await putRange(
      warehouse,
      'site',
      [{ record_id: 'r', source: 'case-file', ...row }],
      'site.ndjson',
      0,
    );
    await putRange(
      warehouse,
      'panel',
      [
        panel('host', { site: 'proxyportal.pw' }),
        panel('mirror', { site: 'leet.proxyportal.pw', unique_visitors: 4_000_000 }),
      ],
      'panel.ndjson',
      0,
    );
    await run();
    const audiences = await warehouse.query(
      'SELECT operation, intDiv(visitors_lower, 1000000) AS millions FROM revenue_floor ORDER BY operation',
      {},
      z.unknown(),
    );
    expect(audiences).toEqual([
      { operation: 'leet', millions: '3' },
      { operation: 'proxyportal.pw', millions: '0' },
    ]);
  });
});

describe('who is who', () => {
  test('property_owner and account_owner name the record behind each row, and what is contested', async () => {
    await putRange(
      warehouse,
      'site',
      [
        site('one', { valid_from: null, operator_country: null }),
        site('two', { source: 'register', operation: 'other', valid_from: '2020-01-01' }),
        site('gone', { site: 'gone.tv', void: true }),
        site('open', { site: 'open.tv', operation: null }),
      ],
      'site.ndjson',
      0,
    );
    await putRange(
      warehouse,
      'account',
      [
        { record_id: 'a', source: 'case-file', account: 'mt84 malt 0110 0001 2345 mtlc ast0 01s' },
        { record_id: 'b', source: 'bank', account: 'MT84MALT011000012345MTLCAST001S' },
        { record_id: 'c', source: 'case-file', account: 'pub-1', network: 'PopAds.net' },
      ].map((row) => ({ operation: row.source === 'bank' ? 'other' : 'op', ...row })),
      'account.ndjson',
      0,
    );
    expect(
      await warehouse.query(
        `SELECT property, operation, is_contested, source, record_id FROM property_owner
         ORDER BY source, record_id`,
        {},
        z.unknown(),
      ),
    ).toEqual([
      row('one.tv', 'op', 1, 'case-file', 'one'),
      row('open.tv', null, 0, 'case-file', 'open'),
      row('one.tv', 'other', 1, 'register', 'two'),
    ]);
    expect(
      await warehouse.query(
        `SELECT account, network_key, operation, is_contested, source, record_id FROM account_owner
         ORDER BY record_id`,
        {},
        z.unknown(),
      ),
    ).toEqual([
      account('MT84MALT011000012345MTLCAST001S', '', 'op', 1, 'case-file', 'a'),
      account('MT84MALT011000012345MTLCAST001S', '', 'other', 1, 'bank', 'b'),
      account('pub-1', 'popads', 'op', 0, 'case-file', 'c'),
    ]);
  });
});

test('network_name has the records and the shipped list, by key', async () => {
  await putRange(
    warehouse,
    'network',
    [
      { record_id: 'n', source: 'register', network: 'PopAds.net', name: 'TOMKSOFT  S.A.' },
      { record_id: 'c', source: 'analyst', network: 'Payer Ltd', is_conduit: true },
      { record_id: 'v', source: 'analyst', network: 'x.net', name: 'y', void: true },
    ],
    'network.ndjson',
    0,
  );
  expect(
    await warehouse.query(
      `SELECT network_key, name_key, is_conduit, source, record_id FROM network_name
       WHERE record_id IS NOT NULL ORDER BY record_id`,
      {},
      z.unknown(),
    ),
  ).toEqual([
    named('payer ltd', '', true, 'analyst', 'c'),
    named('popads', 'tomksoft s.a.', null, 'register', 'n'),
  ]);
  expect(
    await warehouse.query(
      `SELECT countIf(is_conduit) > 5 AS conduits, countIf(name IS NOT NULL) > 5 AS names,
         countIf(list_version = '') AS unlisted
       FROM network_name WHERE record_id IS NULL`,
      {},
      z.unknown(),
    ),
  ).toEqual([{ conduits: 1, names: 1, unlisted: '0' }]);
});

function named(
  networkKey: string,
  nameKey: string,
  isConduit: boolean | null,
  source: string,
  recordId: string,
) {
  return {
    network_key: networkKey,
    name_key: nameKey,
    is_conduit: isConduit,
    source,
    record_id: recordId,
  };
}

function row(
  property: string,
  operation: string | null,
  contested: number,
  source: string,
  recordId: string,
) {
  return { property, operation, is_contested: contested, source, record_id: recordId };
}

function account(
  name: string,
  networkKey: string,
  operation: string,
  contested: number,
  source: string,
  recordId: string,
) {
  return {
    account: name,
    network_key: networkKey,
    operation,
    is_contested: contested,
    source,
    record_id: recordId,
  };
}
