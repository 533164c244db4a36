// Accrued money stands beside the floor and is in none.
import { expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { evidenceOf, floors, flow, inMonth, site } from '../flow-records.ts';

const MARCH = inMonth('2020-03');
const owed = (id: string, amount: string, fields: object = {}) =>
  flow(id, { ...MARCH, status: 'accrued', amount, ...fields });

/** The accrued money of each month, in 1e-4 EUR. */
function accrued(
  flows: readonly FlowRecord[],
  question: Parameters<typeof floors>[1] = {},
): Record<string, bigint> {
  const sites = [site('films.tv', 'films'), site('series.tv', 'others')];
  const { months } = floors(evidenceOf(flows, { sites }), question);
  return Object.fromEntries(months.map((month) => [month.month, month.accrued]));
}

test('it is what a source tells is owed, also where nothing is paid', () => {
  expect(accrued([owed('a', '10'), owed('b', '5.00001')])).toEqual({ '2020-03': 150_000n });
  expect(floors(evidenceOf([owed('a', '10')])).months).toMatchObject([
    { status: 'insufficient', reasons: ['not_paid'], floor: 0n, accrued: 100_000n },
  ]);
});

test('of several sources on one network the one with the most counts, and networks add up', () => {
  const flows = [
    owed('a', '10'),
    owed('b', '10'),
    owed('c', '15', { source: 'bank' }),
    owed('d', '7', { network: 'adcash.com', source: 'bank' }),
  ];
  expect(accrued(flows)).toEqual({ '2020-03': 270_000n });
  const disjoint = [{ network: null, sources: ['bank', 'statement'] }];
  expect(accrued(flows, { reference: { disjoint } })).toEqual({ '2020-03': 420_000n });
});

test('it is spread over its days, and gross money counts at its share', () => {
  const period = { period_start: '2020-03-31', period_end: '2020-04-01' };
  const shares = [
    { network: 'popads.net', line: 'advertising', from: '2020-04-01', to: null, low: '0.5' },
  ];
  const gross = owed('a', '10', { ...period, basis: 'gross' });
  expect(accrued([gross], { reference: { shares } })).toEqual({
    '2020-03': 0n,
    '2020-04': 25_000n,
  });
});

test('not what was paid, superseded, is in dispute, has no rate, or is another operation’s', () => {
  const payment = flow('p', { value_date: '2020-04-02', amount: '4', settles: ['a'] });
  expect(accrued([owed('a', '10'), payment])['2020-03']).toBe(0n);
  const hop = flow('h', { ...MARCH, upstream: [{ flow_id: 'a' }] });
  expect(accrued([owed('a', '10'), hop])).toEqual({ '2020-03': 0n });
  expect(accrued([owed('a', '10'), owed('a', '11')])).toEqual({ '2020-03': 0n });
  expect(accrued([owed('a', '10', { currency: 'USD' })])).toEqual({ '2020-03': 0n });
  expect(accrued([owed('a', '10', { site: 'series.tv' })])).toEqual({});
  expect(accrued([flow('a', MARCH)])).toEqual({ '2020-03': 0n });
});
