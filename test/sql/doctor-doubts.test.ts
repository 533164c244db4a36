// Records that the doctor doubts, on the real engine: names that look the same, implausible
// figures, reversals under another network, contents that contradict each other.
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
  test('with one network under several names gets a warning: their payments would be added', async () => {
    expect(of(await examined(), 'names of networks')).toMatchObject([{ state: 'ok' }]);
    const names = ['PopAds.example', 'popads.example', 'pop\u200bads.example', 'other.example'];
    const records = names.map((network, index) =>
      flow(`name-${String(index)}`, { network, site: 'names.tv' }),
    );
    await putRange(warehouse, 'flow', records, 'names.ndjson', 0);
    const [similar] = of(await examined(), 'names of networks');
    expect(similar?.state).toBe('warning');
    expect(similar?.what).toContain(
      'added up: "PopAds.example", "popads.example", "pop\u200bads.example"',
    );
    expect(similar?.what).not.toContain('other.example');
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

  test('with a reversal under another network than its target gets a warning, until it is reported under the same', async () => {
    expect(of(await examined(), 'reversals')).toMatchObject([{ state: 'ok' }]);
    const back = (id: string, reverses: string, more: Record<string, unknown> = {}) =>
      flow(id, { site: 'back.tv', status: 'reversed', reverses: { flow_id: reverses }, ...more });
    const records = [
      flow('paid-1', { site: 'back.tv' }),
      back('same network', 'paid-1', { amount: '1' }),
      back('another network', 'paid-1', { amount: '2', network: 'elsewhere.example' }),
      // Of another source: what it takes back is not known.
      back('another source', 'paid-1', {
        amount: '3',
        network: 'elsewhere.example',
        source: 'bank',
      }),
    ];
    await putRange(warehouse, 'flow', records, 'back.ndjson', 0);
    expect(of(await examined(), 'reversals')).toMatchObject([
      {
        state: 'warning',
        what: text.stringMatching(/^1 name another .* such as statement another network:/),
      },
    ]);
    await putRange(
      warehouse,
      'flow',
      [back('another network', 'paid-1', { amount: '2', revision: 2 })],
      'back.ndjson',
      4,
    );
    expect(of(await examined(), 'reversals')).toMatchObject([{ state: 'ok' }]);
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
