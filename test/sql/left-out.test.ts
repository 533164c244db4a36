// What does not count in a floor is listed with its reason; records that never were (void) are left
// out as if nobody had sent them.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { type Fields, flow, observation, panel, slot } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA, anyRow } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
beforeEach(empty);

let topics = 0;

async function floorsAfter(flows: readonly Fields[]): Promise<unknown[]> {
  topics += 1;
  await putRange(warehouse, 'flow', flows, `flow-${String(topics)}.ndjson`, 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
  return warehouse.query(
    'SELECT operation, month, documented_eur, reason FROM revenue_floor ORDER BY ALL',
    {},
    anyRow,
  );
}

const excluded = () =>
  warehouse.query(
    'SELECT flow_id, operation, amount, currency, reason FROM excluded_flow ORDER BY ALL',
    {},
    anyRow,
  );
const floor = (documented: string, month = '2015-11') => ({
  operation: 'one.tv',
  month,
  documented_eur: documented,
  reason: '',
});

describe('a flow', () => {
  test('of which only the day of payment is known counts in the month of that day', async () => {
    // 1 EUR was 1.0926 USD: 0.9152480322 EUR for one.
    const paid = flow('bank', { period_start: null, period_end: null, currency: 'USD' });
    expect(await floorsAfter([paid])).toEqual([floor('91.5248', '2015-12')]);
    expect(await excluded()).toEqual([]);
    // Or not at all, where another group owns its days (M-OWNER); it keeps its value.
    expect(await floorsAfter([flow('statement')])).toEqual([
      floor('100.0000'),
      { ...floor('0.0000', '2015-12'), reason: 'other_source_counts' },
    ]);
    expect(await excluded()).toMatchObject([{ flow_id: 'bank', reason: 'other_source_counts' }]);
    const [shown] = await warehouse.query(
      "SELECT standing, amount_eur FROM flow_current WHERE flow_id = 'bank'",
      {},
      anyRow,
    );
    expect(shown).toEqual({ standing: 'other_source_counts', amount_eur: '91.5248' });
  });

  test('that settles lines of its source does not count next to them', async () => {
    const lines = [flow('line-1', { amount: '20' }), flow('line-2', { amount: '25' })];
    const payment = flow('payment', { amount: '45', settles: ['line-1', 'line-2'] });
    expect(await floorsAfter([...lines, payment])).toEqual([floor('45.0000')]);
    expect(await excluded()).toMatchObject([{ flow_id: 'payment', reason: 'settled' }]);
  });

  test('without a network is not added to what known networks paid', async () => {
    expect(await floorsAfter([flow('line', { network: null }), flow('statement')])).toEqual([
      floor('100.0000'),
    ]);
    expect(await excluded()).toMatchObject([{ flow_id: 'line', reason: 'other_side_counts' }]);
  });

  test('with nothing but what is obligatory is taken in, kept and listed', async () => {
    const bare = { flow_id: 'b', source: 'x', amount: '0.00000001', currency: 'BTC' };
    expect(await floorsAfter([{ ...bare, status: 'paid', value_date: '2015-11-02' }])).toEqual([]);
    expect(await excluded()).toEqual([
      {
        flow_id: 'b',
        operation: null,
        amount: '0.00000001',
        currency: 'BTC',
        reason: 'unattributed',
      },
    ]);
  });
});

describe('what takes back', () => {
  test('names a flow of another source', async () => {
    const back = flow('back', {
      source: 'bank',
      status: 'reversed',
      reverses: { source: 'statement', flow_id: 'paid' },
      amount: '30',
      period_start: null,
      period_end: null,
      value_date: null,
      network: null,
      site: null,
    });
    expect(await floorsAfter([flow('paid'), back])).toEqual([floor('70.0000')]);
  });

  test('names no flow: it takes from the month and site that it names', async () => {
    const back = flow('back', { status: 'reversed', amount: '30' });
    expect(await floorsAfter([flow('paid'), back])).toEqual([floor('70.0000')]);
  });

  test('without any day waits for the flow that it names', async () => {
    const back = {
      flow_id: 'back',
      source: 'bank',
      amount: '30',
      currency: 'EUR',
      status: 'reversed',
      reverses: { source: 'statement', flow_id: 'paid' },
      site: 'one.tv',
    };
    expect(await floorsAfter([back])).toEqual([]);
    expect(await floorsAfter([flow('paid')])).toEqual([floor('70.0000')]);
  });

  test('has several flows before it', async () => {
    const hop = flow('hop', {
      amount: '150',
      upstream: [{ flow_id: 'a' }, { flow_id: 'b' }, { source: 'other', flow_id: 'c' }],
    });
    const before = [
      flow('a'),
      flow('b', { amount: '90' }),
      flow('c', { source: 'other' }),
      // Another flow of the same id, of the hop's source.
      flow('c', { network: 'else.example' }),
    ];
    expect(await floorsAfter([...before, hop])).toEqual([floor('250.0000')]);
    // And in a run over the new record alone.
    const late = flow('late', { amount: '1', upstream: [{ flow_id: 'hop' }, { flow_id: 'c' }] });
    expect(await floorsAfter([late])).toEqual([floor('1.0000')]);
  });
});

describe('a record that never was', () => {
  test('as a flow gives nothing, supersedes nothing and is taken back by nothing; a higher revision brings it back', async () => {
    const paid = flow('paid');
    const hop = flow('hop', { amount: '60', upstream: [{ flow_id: 'paid' }] });
    expect(await floorsAfter([paid, hop])).toEqual([floor('60.0000')]);
    expect(await floorsAfter([{ ...hop, revision: 2, void: true }])).toEqual([floor('100.0000')]);
    expect(await floorsAfter([{ ...paid, revision: 2, void: true }])).toEqual([]);
    expect(await excluded()).toEqual([]);
    expect(await floorsAfter([{ ...paid, revision: 3 }])).toEqual([floor('100.0000')]);
    expect(await warehouse.query('SELECT flow_id FROM flow_current', {}, anyRow)).toEqual([
      { flow_id: 'paid' },
    ]);
  });

  test('is in dispute with another content of its revision, and counts for nothing', async () => {
    const paid = flow('paid');
    expect(await floorsAfter([paid, { ...paid, void: true }])).toEqual([
      { ...floor('0.0000'), reason: 'disputed' },
    ]);
    expect(await excluded()).toMatchObject([{ flow_id: 'paid', reason: 'disputed' }]);
  });

  test('as a measurement or a crawl models nothing', async () => {
    const measured = panel('m', { page_views: 90_000_000 });
    const crawl = observation('c', [slot('pop.example', '2')]);
    await putRange(warehouse, 'panel', [measured], 'panel.ndjson', 0);
    await putRange(warehouse, 'observation', [crawl], 'crawl.ndjson', 0);
    const modelled = async () => {
      await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
      return warehouse.query('SELECT modelled_eur, rung FROM revenue_floor', {}, anyRow);
    };
    expect(await modelled()).toMatchObject([{ rung: 'L2' }]);
    const noCrawl = { ...crawl, revision: 2, void: true };
    await putRange(warehouse, 'observation', [noCrawl], 'crawl.ndjson', 1);
    expect(await modelled()).toMatchObject([{ rung: 'L3' }]);
    const none = { ...measured, revision: 2, void: true };
    await putRange(warehouse, 'panel', [none], 'panel.ndjson', 1);
    expect(await modelled()).toEqual([]);
  });
});

describe('audiences', () => {
  const pages = async (panels: readonly Fields[]) => {
    await putRange(warehouse, 'panel', panels, 'panel.ndjson', 0);
    await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
    const [row] = await warehouse.query(
      'SELECT modelled_eur FROM revenue_floor',
      {},
      z.object({ modelled_eur: z.coerce.number() }),
    );
    return row?.modelled_eur ?? 0;
  };
  const big = (id: string, change: Fields) => panel(id, { page_views: 90_000_000, ...change });

  test('of properties of one domain are not added: one of them may hold the other', async () => {
    const alone = await pages([big('one', {})]);
    await empty();
    expect(alone).toBeGreaterThan(0);
    const both = await pages([big('one', {}), big('two', { site: 'm.one.tv' })]);
    // alpha is split over two limits, so the figure of each is a little lower.
    expect(both).toBeLessThanOrEqual(alone);
  });

  test('of all countries together and of single ones are never added', async () => {
    const alone = await pages([big('fr', {})]);
    await empty();
    const both = await pages([big('fr', {}), big('all', { country: null })]);
    expect(both).toBeLessThanOrEqual(alone);
    expect(both).toBeGreaterThan(0);
  });
});
