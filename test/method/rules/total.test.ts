import { describe, expect, test } from 'vitest';
import { between, countingFlows, evidenceOf, floorText, flow, inMonth } from '../flow-records.ts';

const month = (id: string, of: string, amount: string, fields: object = {}) =>
  flow(id, { ...inMonth(of), amount, ...fields });
const quarter = (amount: string, fields: object = {}) =>
  flow('q', { ...between('2020-01-01', '2020-03-31'), amount, ...fields });
const MONTHS = [
  month('jan', '2020-01', '100'),
  month('feb', '2020-02', '200'),
  month('mar', '2020-03', '300'),
];
const counting = (flows: ReturnType<typeof flow>[]) => countingFlows(evidenceOf(flows));
const ALL = ['feb', 'jan', 'mar'];

describe('M-TOTAL: totals', () => {
  test('the sum of the flows within its days does not count', () => {
    expect(floorText(evidenceOf([...MONTHS, quarter('600')]))).toEqual({
      '2020-01': '100.0000',
      '2020-02': '200.0000',
      '2020-03': '300.0000',
    });
  });

  test('within 0.01 for each of them', () => {
    for (const amount of ['600.03', '599.97'])
      expect(counting([...MONTHS, quarter(amount)])).toEqual(ALL);
    // Other amounts are no total. Then January is a balance of the quarter.
    for (const amount of ['600.04', '600.03000001', '599.96', '599.96999999'])
      expect(counting([...MONTHS, quarter(amount)])).toEqual(['feb', 'mar', 'q']);
  });

  test.for<[string, object]>([
    ['source', { source: 'bank' }],
    ['key', { network: 'adsterra.com' }],
    ['account', { publisher_account: 'pub-1' }],
    ['property', { site: 'forum.films.tv' }],
    ['line', { line: 'donation' }],
    ['basis', { basis: 'gross' }],
    ['currency', { currency: 'USD' }],
  ])('of one %s only', ([name, fields]) => {
    const isAdded = !['source', 'basis', 'currency'].includes(name);
    // Another source is no better (M-OWNER); gross and dollars do not count here.
    expect(counting([...MONTHS, quarter('600', fields)])).toEqual(isAdded ? [...ALL, 'q'] : ALL);
  });

  test('needs two flows or more', () => {
    expect(counting([month('feb', '2020-02', '200'), quarter('200')])).toEqual(['feb', 'q']);
  });

  test('of flows that overlap is none', () => {
    const flows = [
      flow('a', { ...between('2020-01-02', '2020-02-01'), amount: '100' }),
      flow('b', { ...between('2020-02-01', '2020-02-20'), amount: '200' }),
      quarter('300'),
    ];
    expect(counting(flows)).toEqual(['a', 'b', 'q']);
    const apart = [
      flow('a', { ...between('2020-01-02', '2020-01-31'), amount: '100' }),
      flow('b', { ...between('2020-02-01', '2020-02-20'), amount: '200' }),
      quarter('300'),
    ];
    expect(counting(apart)).toEqual(['a', 'b']);
  });

  test('of two flows of the same days is none', () => {
    const flows = [
      flow('a', { ...between('2020-01-02', '2020-01-31'), amount: '100' }),
      flow('b', { ...between('2020-01-02', '2020-01-31'), amount: '200' }),
      quarter('300'),
    ];
    expect(counting(flows)).toEqual(['a', 'b', 'q']);
  });

  test('flows of exactly its days are no parts of it', () => {
    const flows = [...MONTHS, quarter('600'), quarter('1', { flow_id: 'p' })];
    expect(counting(flows)).toEqual(['feb', 'mar', 'p']);
  });

  test('flows that begin before or end after it are no parts of it', () => {
    const flows = [
      flow('before', { ...between('2019-12-31', '2020-01-10'), amount: '7' }),
      flow('after', { ...between('2020-03-31', '2020-04-01'), amount: '9' }),
      flow('a', { ...between('2020-01-11', '2020-01-31'), amount: '100' }),
      flow('b', { ...between('2020-02-01', '2020-03-31'), amount: '200' }),
      quarter('300'),
    ];
    expect(counting(flows)).toEqual(['a', 'after', 'b', 'before']);
  });

  test('from the shortest to the longest: a total is no part of another', () => {
    const year = flow('y', { ...between('2020-01-01', '2020-12-31'), amount: '1000' });
    const june = month('jun', '2020-06', '400');
    expect(counting([year, quarter('600'), june, ...MONTHS])).toEqual(['feb', 'jan', 'jun', 'mar']);
  });

  test('also where the longer one begins first', () => {
    const flows = [
      flow('y', { ...between('2020-01-01', '2020-06-30'), amount: '1000' }),
      month('jan', '2020-01', '400'),
      flow('h', { ...between('2020-04-01', '2020-06-30'), amount: '600' }),
      month('apr', '2020-04', '250'),
      month('may', '2020-05', '350'),
    ];
    expect(counting(flows)).toEqual(['apr', 'jan', 'may']);
  });

  test('a part may be the last day', () => {
    const flows = [
      flow('a', { ...between('2020-01-02', '2020-03-30'), amount: '100' }),
      flow('b', { ...between('2020-03-31', '2020-03-31'), amount: '200' }),
      quarter('300'),
    ];
    expect(counting(flows)).toEqual(['a', 'b']);
  });

  test('a twin is no second part', () => {
    const paid = { value_date: '2020-04-20' };
    const flows = [
      month('jan', '2020-01', '100', paid),
      month('jan2', '2020-01', '100', paid),
      month('feb', '2020-02', '200', paid),
      quarter('300', paid),
    ];
    expect(counting(flows)).toEqual(['feb', 'jan']);
  });

  test('a payment-dated flow can be a part', () => {
    const day = (id: string, value: string, amount: string) =>
      flow(id, { value_date: value, amount });
    const flows = [
      day('a', '2020-01-15', '100'),
      day('b', '2020-02-15', '200'),
      quarter('300', { value_date: '2020-02-15' }),
    ];
    expect(counting(flows)).toEqual(['a', 'b']);
  });
});

describe('M-TOTAL: balances', () => {
  const balance = (id: string, last: string, amount: string, fields: object = {}) =>
    flow(id, { ...between('2020-01-01', last), amount, ...fields });

  test('of flows that begin on one day those that end last count', () => {
    const flows = [
      balance('a', '2020-01-31', '100'),
      balance('b', '2020-02-29', '250'),
      balance('c', '2020-03-31', '700'),
    ];
    expect(counting(flows)).toEqual(['c']);
    expect(counting([...flows].reverse())).toEqual(['c']);
  });

  test('flows of the same days all count', () => {
    const flows = [balance('a', '2020-01-31', '100'), balance('b', '2020-01-31', '250')];
    expect(counting(flows)).toEqual(['a', 'b']);
  });

  test('of another account they count', () => {
    const flows = [
      balance('a', '2020-01-31', '100'),
      balance('b', '2020-02-29', '250', { publisher_account: 'pub-1' }),
    ];
    expect(counting(flows)).toEqual(['a', 'b']);
  });

  test('a payment-dated flow is no balance', () => {
    const flows = [
      flow('day', { value_date: '2020-01-01', amount: '100' }),
      balance('b', '2020-05-31', '40', { value_date: '2020-06-10' }),
    ];
    // M-OWNER: the payment is not near the statement, and both have a window in January.
    expect(counting(flows)).toEqual(['day']);
  });

  test('a dropped flow says so in its month', () => {
    const flows = [
      balance('a', '2020-01-31', '100'),
      flow('b', { ...between('2020-01-01', '2020-02-29'), amount: '0' }),
    ];
    expect(floorText(evidenceOf(flows))).toEqual({
      '2020-01': 'nothing_paid, total',
      '2020-02': 'nothing_paid',
    });
  });
});
