// Records that the doctor doubts, on the real engine: names that look the same, implausible
// figures and prices, contents that contradict each other.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Fields, flow, observation, panel, site, slot } from '../records.ts';
import {
  TEST_TIME_MS,
  putRange,
  temporaryWarehouse,
  tickingClock,
} from '../warehouse/temporary.ts';
import { examine, of, text } from './examined.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
beforeEach(empty);
const examined = () => examine(warehouse, clock);

describe('a warehouse', () => {
  test('with a name beside a known network gets a warning, until a record joins them', async () => {
    expect(of(await examined(), 'names of networks')).toMatchObject([{ state: 'ok' }]);
    const names = ['Films Ads Ltd', 'filmsads.example', 'other.example'];
    const records = names.map((network, index) =>
      flow(`name-${String(index)}`, { network, site: 'names.tv' }),
    );
    await putRange(warehouse, 'flow', records, 'names.ndjson', 0);
    const [similar] = of(await examined(), 'names of networks');
    expect(similar?.state).toBe('warning');
    expect(similar?.what).toContain('"Films Ads Ltd" and "filmsads.example"');
    expect(similar?.what).not.toContain('other.example');
    const joins = {
      record_id: 'n',
      source: 'register',
      network: 'filmsads.example',
      name: 'Films Ads Ltd',
    };
    await putRange(warehouse, 'network', [joins], 'network.ndjson', 0);
    expect(of(await examined(), 'names of networks')).toMatchObject([{ state: 'ok' }]);
  });

  test('with one operation in site and account rows gets none: it is one name', async () => {
    await putRange(warehouse, 'site', [site('s', { operation: 'op' })], 'site.ndjson', 0);
    const account = { record_id: 'a', source: 'case-file', account: 'pub-1', operation: 'op' };
    await putRange(warehouse, 'account', [account], 'account.ndjson', 0);
    expect(of(await examined(), 'names of operations')).toMatchObject([{ state: 'ok' }]);
  });

  test('with sources, operations or ids that look the same gets a warning that names them', async () => {
    expect(of(await examined(), 'names of sources')).toMatchObject([{ state: 'ok' }]);
    expect(of(await examined(), 'names of operations')).toMatchObject([{ state: 'ok' }]);
    expect(of(await examined(), 'ids')).toMatchObject([{ state: 'ok' }]);
    const ids = ['a 1', 'a  1', 'a1', '\uff41\uff12', 'a2', 'a3'];
    const flows = ids.map((id) => flow(id, { source: 'alike', site: 'ids.tv', amount: '1' }));
    await putRange(
      warehouse,
      'flow',
      [...flows, flow('x', { source: 'Alike', site: 'ids.tv' })],
      'ids.ndjson',
      0,
    );
    const found = await examined();
    expect(of(found, 'names of sources')).toMatchObject([
      { state: 'warning', what: text.stringContaining('"Alike", "alike"') },
    ]);
    const [like] = of(found, 'ids');
    expect(like?.state).toBe('warning');
    for (const pair of ['"a  1", "a 1", "a1"', '"a2", "\uff41\uff12"'])
      expect(like?.what).toContain(pair);
    expect(like?.what).not.toContain('a3');
  });

  test('with implausible figures gets a warning that names one, until a higher revision corrects them', async () => {
    expect(of(await examined(), 'figures')).toMatchObject([{ state: 'ok' }]);
    const measured = (id: string, change: Fields) =>
      panel(id, {
        site: 'doubt.tv',
        unique_visitors: 1_000,
        page_views: 10_000_000,
        ...change,
      });
    const doubtful = [
      measured('at the bound', {}),
      measured('pages', { page_views: 10_000_001 }),
      measured('nobody', { unique_visitors: 0, page_views: 1 }),
      measured('universe', { universe: 9_000_000_001 }),
      measured('panel', { panel_size: 44_800_001 }),
    ];
    await putRange(warehouse, 'panel', doubtful, 'doubt-panel.ndjson', 0);
    const crawled = (id: string, perPage: string, revision = 1) =>
      observation(id, [slot('net.example', perPage)], {
        revision,
        site: 'doubt.tv',
        pages_sampled: 10,
      });
    await putRange(
      warehouse,
      'observation',
      [crawled('usual', '4'), crawled('slots', '101')],
      'doubt-observation.ndjson',
      0,
    );
    const day = (days: number) =>
      new Date(TEST_TIME_MS + days * 86_400_000).toISOString().slice(0, 10);
    const paid = (id: string, days: number, more = {}) =>
      flow(id, { site: 'doubt.tv', value_date: day(days), ...more });
    await putRange(
      warehouse,
      'flow',
      [paid('today', 0), paid('later', 30), paid('owed later', 30, { status: 'accrued' })],
      'doubt-flow.ndjson',
      0,
    );
    const doubts = async () =>
      of(await examined(), 'figures').map(({ what }) => what.replace('can hardly be true: ', ''));
    expect(await doubts()).toEqual([
      'a panel that is larger than its population (1, such as panel panel)',
      'a population of more than 9 thousand million persons (1, such as panel universe)',
      'more than 10 000 pages for each visitor (2, such as panel nobody)',
      'more than 100 slots on a page (1, such as crawler slots)',
      'paid on a day that was still to come when the record came in (1, such as statement later)',
    ]);
    await putRange(
      warehouse,
      'panel',
      ['pages', 'nobody', 'universe', 'panel'].map((id) => measured(id, { revision: 2 })),
      'doubt-panel.ndjson',
      5,
    );
    await putRange(
      warehouse,
      'observation',
      [crawled('slots', '1', 2)],
      'doubt-observation.ndjson',
      2,
    );
    await putRange(warehouse, 'flow', [paid('later', 0, { revision: 2 })], 'doubt-flow.ndjson', 3);
    expect(of(await examined(), 'figures')).toMatchObject([{ state: 'ok' }]);
  });

  test('with a price of impressions that can hardly be true gets a warning, by line', async () => {
    const shown = (id: string, amount: string, impressions: number, change: Fields = {}) =>
      flow(id, { site: 'price.tv', amount, impressions, ...change });
    const believed = [
      shown('usual', '500', 1_000_000),
      shown('dear', '200', 1_000),
      shown('dear downloads', '500', 1_000, { line: 'file_host' }),
      shown('cheap', '5000', 1_000_000_000),
      shown('few', '0.01', 900_000),
      shown('rounded up', '9.99', 1),
      shown('sales', '900', 1_000, { line: 'subscription' }),
      shown('taken back', '50000', 1_000, { status: 'reversed' }),
    ];
    await putRange(warehouse, 'flow', believed, 'price.ndjson', 0);
    expect(of(await examined(), 'figures')).toMatchObject([{ state: 'ok' }]);
    const doubted = [
      shown('cents', '201', 1_000),
      shown('downloads', '501', 1_000, { line: 'file_host' }),
      shown('offers', '1001', 1_000, { line: null }),
      shown('thousands', '4999', 1_000_000_000),
    ];
    await putRange(warehouse, 'flow', doubted, 'price.ndjson', believed.length);
    expect(of(await examined(), 'figures').map(({ what }) => what)).toEqual(
      [
        [
          'less than 0.005 EUR',
          'advertising (are the impressions in thousands, or is the amount one of several?)',
          'thousands',
        ],
        ['more than 1000 EUR', 'another line (are the amounts in cents or millionths?)', 'offers'],
        ['more than 200 EUR', 'advertising (are the amounts in cents or millionths?)', 'cents'],
        ['more than 500 EUR', 'file_host (are the amounts in cents or millionths?)', 'downloads'],
      ].map(
        ([bound = '', line = '', id = '']) =>
          `can hardly be true: ${bound} for 1 000 impressions of ${line} (1, such as statement ${id})`,
      ),
    );
  });

  test('with contents that contradict each other reports how many records do not count', async () => {
    await putRange(
      warehouse,
      'flow',
      [flow('twice', { amount: '1' }), flow('twice', { amount: '2' })],
      'twice.ndjson',
      0,
    );
    expect(of(await examined(), 'disputed')).toMatchObject([
      { state: 'warning', what: 'they count for nothing: flow 1' },
    ]);
  });
});
