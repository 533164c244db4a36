// The promise: observed rates are those of money that counts, one value for each operation; a draft
// of them changes no floor.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { bringUpToDate } from '../../pipeline/path.ts';
import { derivationOf } from '../../pipeline/explain/derivation.ts';
import { loadConfig } from '../../pipeline/config/config.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { cardInForce } from '../../pipeline/reference/card-in-force.ts';
import { loadReference, putInForce, readReference } from '../../pipeline/reference/load.ts';
import { cardWithDrafts } from '../../pipeline/reference/observed/card-with-drafts.ts';
import { draftRow } from '../../pipeline/reference/observed/draft-row.ts';
import { observedRates } from '../../pipeline/reference/observed/observed-rate.ts';
import { parseRateCard, rateCardRows } from '../../pipeline/reference/rate-card.ts';
import { referenceTable } from '../../pipeline/reference/reference-table.ts';
import { type Fields, flow, panel, site } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { anyRow } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
const session = { warehouse, config: loadConfig({}), clock, log: createLog('silent') };
beforeEach(async () => {
  await empty();
  await loadReference(warehouse, readReference(), clock);
});
afterAll(remove);

interface Records {
  flow: Fields[];
  panel?: Fields[];
  site?: Fields[];
}

/** @param without an operation that is left out */
async function observed(
  records: Records,
  without: string | null = null,
  year: string | null = null,
) {
  await putRange(warehouse, 'flow', records.flow, 'flow.ndjson', 0);
  await putRange(warehouse, 'panel', records.panel ?? [], 'panel.ndjson', 0);
  await putRange(warehouse, 'site', records.site ?? [], 'site.ndjson', 0);
  await bringUpToDate(session);
  return observedRates(warehouse, { year, without });
}

/** 100 EUR for 200 000 impressions in November 2015: 0.5 EUR for 1000. */
const shown = (id: string, change: Fields = {}) =>
  flow(id, {
    publisher_account: null,
    payee: null,
    impressions: 200_000,
    source: `statement of ${id}`,
    ...change,
  });
const inMonth = (month: string, days: number) => ({
  period_start: `${month}-01`,
  period_end: `${month}-${String(days)}`,
  value_date: null,
  statement_date: `${month}-${String(days)}`,
});
const DECEMBER = inMonth('2015-12', 31);
const one = (figures: Fields) => ({
  ...{ factor: 'cpm', network: null, country: null, period: '2015', n: 1, low: null, high: null },
  ...figures,
});

describe('the price of impressions', () => {
  test('is of each network and year, and of all networks together', async () => {
    const statement = { source: 'statement' };
    expect(
      await observed({
        flow: [
          shown('a', statement),
          // 0.25 EUR.
          shown('b', { ...statement, ...DECEMBER, amount: '50', value_date: '2016-01-15' }),
          shown('c', {
            ...{ ...statement, network: 'other.example', amount: '600', impressions: 100_000 },
            ...{ value_date: '2015-12-29' },
          }),
          shown('d', {
            ...{ ...statement, ...inMonth('2016-01', 31), amount: '1', impressions: 3 },
            ...{ value_date: '2016-02-15' },
          }),
        ],
      }),
    ).toEqual([
      // November: 700 EUR for 300 000, 2.333...; December 0.25: of two months the lower is shown.
      one({ median: 250_000n }),
      one({ period: '2016', median: 333_333_333n }),
      one({ network: 'net', median: 250_000n }),
      one({ network: 'net', period: '2016', median: 333_333_333n }),
      one({ network: 'other', median: 6_000_000n }),
    ]);
    expect(await observedRates(warehouse, { year: '2016', without: null })).toHaveLength(2);
    expect(await observedRates(warehouse, { year: null, without: 'one.tv' })).toEqual([]);
  });

  test.each<[string, Fields]>([
    ['without impressions', { impressions: null }],
    ['of no impressions', { impressions: 0 }],
    ['of another line', { line: 'subscription' }],
    ['of two months', { period_start: '2015-10-15' }],
    ['of a day of payment alone', { period_start: null, period_end: null }],
    ['of proven shares', { site: null, site_shares: [{ site: 'one.tv', share: '1' }] }],
    ['that is owed', { status: 'accrued', value_date: null }],
    ['without an exchange rate', { currency: 'USDT' }],
    ['gross, without a contract', { basis: 'gross' }],
  ])('is not that of a flow %s', async (_, change) => {
    expect(await observed({ flow: [shown('a', change)] })).toEqual([]);
    // It was taken in.
    expect(await warehouse.query('SELECT flow_id FROM flow_record', {}, anyRow)).toHaveLength(1);
  });

  test('is not that of a flow that another source replaces, or that is in dispute', async () => {
    const rows = await observed({
      flow: [
        shown('a'),
        // The same money at the bank, which knows of other impressions.
        shown('b', { impressions: 1, source: 'bank', period_start: null, period_end: null }),
        shown('c', { site: 'two.tv', amount: '7' }),
        shown('c', { site: 'two.tv', amount: '8' }),
      ],
    });
    expect(rows).toEqual([one({ median: 500_000n }), one({ network: 'net', median: 500_000n })]);
  });

  test('is none of a flow of which nothing is left', async () => {
    const back = { status: 'reversed', reverses: { flow_id: 'b' }, value_date: '2016-01-10' };
    const rows = await observed({
      flow: [
        shown('a'),
        shown('b', { ...DECEMBER, source: 'statement of a', value_date: '2016-01-05' }),
        shown('b-back', { ...DECEMBER, source: 'statement of a', ...back }),
      ],
    });
    expect(rows).toEqual([one({ median: 500_000n }), one({ network: 'net', median: 500_000n })]);
  });

  test('is what take-backs left, and what a sold site earned in one hand', async () => {
    const owned = { site: 'one.tv', operation: 'first', valid_to: '2015-11-15' };
    const rows = await observed({
      flow: [
        // Half of it goes to each owner: impressions of neither are known.
        shown('a'),
        shown('b', { site: 'two.tv' }),
        shown('b-back', {
          ...{ site: 'two.tv', source: 'statement of b', status: 'reversed', amount: '40' },
          ...{ reverses: { flow_id: 'b' }, value_date: '2016-01-10' },
        }),
      ],
      site: [
        site('s1', owned),
        site('s2', { ...owned, operation: 'second', valid_from: '2015-11-16', valid_to: null }),
      ],
    });
    // 60 EUR for 200 000 impressions.
    expect(rows).toEqual([one({ median: 300_000n }), one({ network: 'net', median: 300_000n })]);
  });
});

describe('the fill of pages', () => {
  const fill = async (records: Records) =>
    (await observed(records)).filter(({ factor }) => factor === 'fill_rate');
  const every = { country: null, page_views: 400_000 };

  test('is of each country of the pages: all devices or the sum, and of panels the most', async () => {
    const other = { ...every, source: 'other panel' };
    expect(
      await fill({
        flow: [shown('a'), shown('b', { network: 'other.example', impressions: 100_000 })],
        panel: [
          panel('p1', every),
          panel('p2', { ...every, device: 'desktop', page_views: 300_000 }),
          panel('p3', { ...every, device: 'mobile', page_views: 300_000 }),
          panel('p4', other),
          panel('p5', { page_views: 100_000 }),
          panel('p6', { month: '2015-12', page_views: 1 }),
          panel('p7', { country: 'BE', page_views: null, visits: 5 }),
        ],
      }),
    ).toEqual([
      one({ factor: 'fill_rate', median: 500_000n }),
      one({ factor: 'fill_rate', country: 'FR', median: 3_000_000n }),
    ]);
  });

  test('is of measured sites alone, added over the sites of an operation', async () => {
    const owned = (id: string, name: string) => site(id, { site: name });
    expect(
      await fill({
        flow: [
          shown('a', { source: 'statement' }),
          shown('b', { source: 'statement', site: 'two.tv', amount: '110' }),
          shown('c', { source: 'statement', site: 'three.tv', amount: '120' }),
        ],
        panel: [panel('p1', every), panel('p2', { ...every, site: 'two.tv', page_views: 100_000 })],
        site: [owned('s1', 'one.tv'), owned('s2', 'two.tv'), owned('s3', 'three.tv')],
      }),
      // 400 000 impressions on 500 000 pages.
    ).toEqual([one({ factor: 'fill_rate', median: 800_000n })]);
  });

  test('is none of a measurement in dispute', async () => {
    const disputed = [panel('p1', every), panel('p1', { ...every, page_views: 7 })];
    expect(await fill({ flow: [shown('a')], panel: disputed })).toEqual([]);
  });
});

describe('of 20 operations', () => {
  const months = (index: number) => [
    shown(`n${String(index)}`, { site: `site-${String(index)}.tv`, amount: String(index) }),
    shown(`d${String(index)}`, {
      ...{ ...DECEMBER, value_date: '2016-01-20', amount: String(100 + index) },
      ...{ site: `site-${String(index)}.tv`, source: `statement of n${String(index)}` },
    }),
  ];
  const records = {
    flow: Array.from({ length: 20 }, (_, index) => months(index + 1)).flat(),
    panel: Array.from({ length: 20 }, (_, index) =>
      panel(`p${String(index)}`, {
        ...{ site: `site-${String(index + 1)}.tv`, country: null },
        ...{ page_views: 1_000_000 * (index + 1), unique_visitors: 450_000 },
      }),
    ),
  };

  test('the limits are their least lowest month and their greatest highest month', async () => {
    const limits = (await observed(records)).filter(({ factor }) => factor === 'cpm');
    // 1 EUR to 120 EUR for 200 000 impressions; lowest months 1 to 20.
    expect(limits).toEqual([
      one({ n: 20, low: 5_000n, median: 50_000n, high: 600_000n }),
      one({ network: 'net', n: 20, low: 5_000n, median: 50_000n, high: 600_000n }),
    ]);
    const others = await observedRates(warehouse, { year: null, without: 'site-20.tv' });
    expect(others[0]).toMatchObject({ n: 19, high: 595_000n });
    expect(await observedRates(warehouse, { year: null, without: 'site-1.tv' })).toMatchObject([
      { n: 19, low: 10_000n },
      { n: 19 },
      { n: 19 },
    ]);
  });

  test('an explanation shows what the other 19 show, for what its month uses', async () => {
    await observed(records);
    const found = await derivationOf(session, 'site-20.tv', '2015-11', null);
    const limits = { country: '', period: '2015', n: 19, level: '0.95' };
    expect(found.observed_rates).toEqual([
      { factor: 'cpm', network: '', ...limits, low: '0.005', median: '0.05', high: '0.595' },
      { factor: 'cpm', network: 'net', ...limits, low: '0.005', median: '0.05', high: '0.595' },
      // 200 000 impressions on 1 to 19 million pages, cut down and up.
      {
        ...{ factor: 'fill_rate', network: '', ...limits },
        ...{ low: '0.010526', median: '0.02', high: '0.2' },
      },
    ]);
    const later = await derivationOf(session, 'site-20.tv', '2015-12', null);
    expect(later.observed_rates.map(({ factor }) => factor)).toEqual(['cpm', 'cpm']);
  });

  test('drafts of them are in the card in force, and change no floor', async () => {
    const floors = () =>
      warehouse.query(
        'SELECT operation, month, floor_eur, modelled_eur, rung FROM revenue_floor ORDER BY ALL',
        {},
        anyRow,
      );
    const rates = await observed(records);
    const before = await floors();
    expect(before).toHaveLength(40);
    const inForce = await cardInForce(warehouse);
    expect(inForce.card.rows).toHaveLength(readReference().rateCard.rows.length);
    const drafts = rates.flatMap((rate) => {
      const draft = draftRow(rate, inForce.card.rows, inForce.runId);
      return 'row' in draft ? [draft.row] : [];
    });
    expect(drafts.map(({ factor, network, low, high }) => [factor, network, low, high])).toEqual([
      ['cpm', null, '0.005', '2'],
      ['cpm', 'net', '0.005', '2'],
      // 200 000 impressions on 20 million pages, to 1 million.
      ['fill_rate', null, '0.001', '1'],
    ]);
    const { card, findings } = parseRateCard(JSON.stringify(cardWithDrafts(inForce, drafts)));
    expect(findings.map(({ severity }) => severity)).toEqual(['note', 'note', 'note']);
    if (card === null) throw new Error('the card is not valid');

    const load = async (rows: typeof card.rows, version: string) => {
      const table = referenceTable('rate_card', version, rateCardRows({ version, rows }));
      await putInForce(warehouse, table, 'loaded', clock);
      await bringUpToDate(session);
    };
    await load(card.rows, card.version);
    expect(await floors()).toEqual(before);
    expect((await cardInForce(warehouse)).card.rows).toHaveLength(card.rows.length);

    // Approved, the low of the price would count: the test would see a draft that does.
    const approved = card.rows.map((row) => ({ ...row, approved_by: ['A. Martin', 'B. Durand'] }));
    await load(approved, 'approved');
    expect(await floors()).not.toEqual(before);
  });
});
