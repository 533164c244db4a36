// Accrued money and money paid offshore: the two columns next to a floor.
import { afterAll, expect, test } from 'vitest';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { flow } from '../records.ts';
import { ALPHA, anyRow } from './figures.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const payee = (country: string) => ({
  name: 'A',
  country,
  account: `acc-${country}`,
  account_type: 'other',
});

const WORLDS: readonly {
  what: string;
  flows: (site: string) => Record<string, unknown>[];
  expected: Record<string, string>;
}[] = [
  {
    what: 'accrued money that a paid flow names as its upstream is paid by then, and no longer owed',
    flows: (site) => [
      flow(`${site}-a`, { site, status: 'accrued' }),
      flow(`${site}-b`, { site, amount: '60', upstream: [{ flow_id: `${site}-a` }] }),
      flow(`${site}-c`, { site, status: 'accrued', amount: '7' }),
    ],
    expected: { floor_eur: '60.0000', accrued_eur: '7.0000', offshore_eur: '0.0000' },
  },
  {
    what: 'a full reversal takes an offshore payment out of the offshore money, whatever account it names',
    flows: (site) => [
      flow(`${site}-a`, { site, payee: payee('VG') }),
      flow(`${site}-r`, {
        site: null,
        status: 'reversed',
        reverses: { flow_id: `${site}-a` },
        payee: payee('FR'),
      }),
      flow(`${site}-b`, { site, payee: payee('FR') }),
    ],
    expected: { floor_eur: '100.0000', accrued_eur: '0.0000', offshore_eur: '0.0000' },
  },
  {
    what: 'and leaves what went there when it takes back another payment',
    flows: (site) => [
      flow(`${site}-a`, { site, payee: payee('FR') }),
      flow(`${site}-r`, {
        site: null,
        status: 'reversed',
        reverses: { flow_id: `${site}-a` },
        payee: payee('VG'),
      }),
      flow(`${site}-b`, { site, payee: payee('VG') }),
    ],
    expected: { floor_eur: '100.0000', accrued_eur: '0.0000', offshore_eur: '100.0000' },
  },
  {
    what: 'a reversal of a flow that nobody reported is judged by its own account',
    flows: (site) => [
      flow(`${site}-a`, { site, payee: payee('VG') }),
      flow(`${site}-r`, {
        site,
        amount: '30',
        status: 'reversed',
        reverses: { flow_id: `${site}-lost` },
        payee: payee('VG'),
      }),
    ],
    expected: { floor_eur: '70.0000', accrued_eur: '0.0000', offshore_eur: '70.0000' },
  },
];

test.each(WORLDS.map((world, index) => ({ ...world, site: `world-${String(index)}.tv` })))(
  '$what',
  async ({ site, flows, expected }) => {
    await putRange(warehouse, 'flow', flows(site), `flow-${site}.ndjson`, 0);
    await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
    const rows = await warehouse.query(
      'SELECT operation, floor_eur, accrued_eur, offshore_eur FROM revenue_floor',
      {},
      anyRow,
    );
    expect(rows.find(({ operation }) => operation === site)).toEqual({
      operation: site,
      ...expected,
    });
  },
);

test('a month whose accrued money was all paid elsewhere has no figure, and owes nothing', async () => {
  const [paid, owed] = ['paid.tv', 'owed.tv'];
  const flows = [
    flow('owed', { site: owed, status: 'accrued' }),
    flow('paid', { site: paid, upstream: [{ flow_id: 'owed' }] }),
  ];
  await putRange(warehouse, 'flow', flows, 'flow-elsewhere.ndjson', 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
  const rows = await warehouse.query(
    `SELECT operation, floor_eur, accrued_eur, reason FROM revenue_floor
     WHERE operation IN ('${owed}', '${paid}') ORDER BY operation`,
    {},
    anyRow,
  );
  expect(rows).toEqual([
    { operation: owed, floor_eur: null, accrued_eur: '0.0000', reason: 'superseded_by_hop' },
    { operation: paid, floor_eur: '100.0000', accrued_eur: '0.0000', reason: '' },
  ]);
});
