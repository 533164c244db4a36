// How new evidence can change a floor in force, on the real engine.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flow, panel } from '../records.ts';
import { ALPHA, anyRow, figures } from './figures.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const estimate = () => runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
const inForce = () =>
  warehouse.query(sqlFile('estimate/floors/in_force.sql'), { operation: '', month: '' }, figures);

describe('new admissible evidence never lowers documented money', () => {
  // Of several sources another may count than before, and then a month may fall
  // (test/method/properties/falling.test.ts). On one account flows of several lengths could be
  // balances (M-TOTAL).
  test('paid flows of one source with accounts of their own, of any network, line, currency and period', async () => {
    const random = randomOf(23);
    const batch = (round: number) =>
      Array.from({ length: 100 }, (_, index) =>
        flow(`more-${String(round)}-${String(index)}`, {
          site: `more-${String(random.below(8))}.tv`,
          publisher_account: `more-${String(round)}-${String(index)}`,
          network: random.pick(['a.example', 'b.example', 'c.example']),
          line: random.pick(['advertising', 'file_host', 'donation']),
          currency: random.pick(['EUR', 'USD', 'GBP']),
          period_end: random.pick(['2015-11-30', '2015-11-15', '2016-01-10']),
          amount: `${String(random.below(900))}.${String(random.below(10_000)).padStart(4, '0')}`,
        }),
      );
    let before = new Map<string, number>();
    for (let round = 0; round < 3; round += 1) {
      await putRange(warehouse, 'flow', batch(round), 'more-flow.ndjson', round * 100);
      await estimate();
      const now = new Map(
        (await inForce()).map((row) => [
          `${row.operation} ${row.month}`,
          Number(row.documented_eur),
        ]),
      );
      for (const [key, was] of before)
        expect(now.get(key) ?? -1, `${key}, round ${String(round)}`).toBeGreaterThanOrEqual(was);
      before = now;
    }
    expect(before.size).toBeGreaterThan(20);
  });
});

/** What makes a floor of 100 EUR fall, and where the cause is recorded. */
const FALLS = [
  {
    cause: 'correction',
    records: (id: string, site: string) => [flow(id, { site, amount: '60', revision: 2 })],
    to: '60.0000',
    shown: (id: string) =>
      `SELECT toString(revision) AS why FROM flow_current WHERE flow_id = '${id}'`,
    why: '2',
  },
  {
    cause: 'reversal',
    records: (id: string, site: string) => [
      flow(`${id}-back`, { site, amount: '30', status: 'reversed', reverses: { flow_id: id } }),
    ],
    to: '70.0000',
    shown: (id: string) => `SELECT standing AS why FROM flow_current WHERE flow_id = '${id}-back'`,
    why: 'reversal',
  },
  {
    cause: 'hop',
    records: (id: string, site: string) => [
      flow(`${id}-after`, {
        site,
        amount: '80',
        network: 'through.example',
        upstream: [{ flow_id: id }],
      }),
    ],
    to: '80.0000',
    shown: (id: string) => `SELECT reason AS why FROM excluded_flow WHERE flow_id = '${id}'`,
    why: 'superseded_by_hop',
  },
  {
    cause: 'dispute',
    records: (id: string, site: string) => [
      flow(id, { site, amount: '99' }),
      flow(`${id}-rest`, { site, amount: '1' }),
    ],
    to: '1.0000',
    shown: (id: string) =>
      `SELECT reason AS why FROM excluded_flow WHERE flow_id = '${id}' LIMIT 1`,
    why: 'disputed',
  },
  {
    cause: 'accrued only',
    records: (id: string, site: string) => [
      flow(id, { site, status: 'accrued', revision: 2 }),
      flow(`${id}-rest`, { site, amount: '2' }),
    ],
    to: '2.0000',
    shown: (id: string) => `SELECT standing AS why FROM flow_current WHERE flow_id = '${id}'`,
    why: 'not_paid',
  },
] as const;

const nameOf = (cause: string) => `falls-${cause.replace(' ', '-')}`;
const SOURCE = { site: 'falls-source.tv', network: 'falls-source.example' };

describe('a floor falls only for a cause that is on record', () => {
  beforeAll(async () => {
    const before = FALLS.map(({ cause }) => flow(nameOf(cause), { site: `${nameOf(cause)}.tv` }));
    await putRange(
      warehouse,
      'flow',
      [...before, flow('statement-1', { ...SOURCE, amount: '50' })],
      'falls.ndjson',
      0,
    );
    await estimate();
    const after = FALLS.flatMap(({ cause, records }) =>
      records(nameOf(cause), `${nameOf(cause)}.tv`),
    );
    const bank = flow('bank-1', { ...SOURCE, source: 'bank', line: 'donation', amount: '55' });
    await putRange(warehouse, 'flow', [...after, bank], 'falls.ndjson', before.length + 1);
    await estimate();
  });

  test.each(FALLS)(
    '$cause: history keeps the floor before, and the flow says why',
    async ({ cause, to, shown, why }) => {
      const history = await warehouse.query(
        `SELECT floor_eur, isNull(superseded_at) AS in_force FROM revenue_floor_history WHERE operation = '${nameOf(cause)}.tv' ORDER BY known_at`,
        {},
        anyRow,
      );
      expect(history).toEqual([
        { floor_eur: '100.0000', in_force: 0 },
        { floor_eur: to, in_force: 1 },
      ]);
      expect(await warehouse.query(shown(nameOf(cause)), {}, anyRow)).toEqual([{ why }]);
    },
  );

  test('a change of the counting source can lower a line, never the month, and the source that lost is listed', async () => {
    const lines = await warehouse.query(
      "SELECT line, floor_eur FROM revenue_floor_line WHERE operation = 'falls-source.tv' ORDER BY line",
      {},
      anyRow,
    );
    expect(lines.filter(({ floor_eur: euros }) => euros !== '0.0000')).toEqual([
      { line: 'donation', floor_eur: '55.0000' },
    ]);
    const left = await warehouse.query(
      "SELECT flow_id, reason FROM excluded_flow WHERE flow_id = 'statement-1'",
      {},
      anyRow,
    );
    expect(left).toEqual([{ flow_id: 'statement-1', reason: 'other_source_counts' }]);
  });
});

test('with documented flows the documents win: the published audience of Planet-Series adds nothing to them', async () => {
  const published = panel('alpa', {
    source: 'mediametrie-via-alpa',
    site: 'planet-series.tv',
    page_views: 450_000,
    design_effect: null,
    published_at: '2016-05-27T00:00:00Z',
  });
  await putRange(warehouse, 'panel', [published], 'wins-panel.ndjson', 0);
  await putRange(
    warehouse,
    'flow',
    [flow('wins', { site: 'planet-series.tv', amount: '812.5' })],
    'wins-flow.ndjson',
    0,
  );
  await estimate();
  const rows = await warehouse.query(
    sqlFile('estimate/floors/in_force.sql'),
    { operation: 'planet-series.tv', month: '' },
    anyRow,
  );
  expect(rows).toMatchObject([{ floor_eur: '812.5000', documented_eur: '812.5000', rung: 'L0' }]);
  expect(Number(rows[0]?.['modelled_eur'])).toBeGreaterThan(0);
});
