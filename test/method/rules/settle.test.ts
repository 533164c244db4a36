import { describe, expect, test } from 'vitest';
import { dayText } from '../../../pipeline/method/calendar.ts';
import { readEvidence } from '../../../pipeline/method/reading.ts';
import { fixedPoint } from '../../../pipeline/text/fixed-point.ts';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import {
  account,
  between,
  evidenceOf,
  floorText,
  flow,
  inMonth,
  referenceOf,
  reversal,
} from '../flow-records.ts';

const line = (id: string, month: string, amount: string, fields: object = {}) =>
  flow(id, { status: 'accrued', ...inMonth(month), amount, ...fields });
const LINES = [
  line('l1', '2020-01', '20'),
  line('l2', '2020-02', '25'),
  line('l3', '2020-03', '30'),
  line('l4', '2020-04', '10'),
];
const ALL = ['l1', 'l2', 'l3', 'l4'];
const payment = (amount: string, settles: string[] = ALL, fields: object = {}) =>
  flow('p', { value_date: '2020-06-15', amount, settles, ...fields });
const floors = (...flows: FlowRecord[]) => floorText(evidenceOf(flows));
/** The month of a payment that was replaced. */
const SETTLED = { '2020-06': 'settled' };

/** What is paid under a name: `flow_id amount first-day value-date`. */
function paidUnder(flows: readonly FlowRecord[], name: string): string[] {
  const { moneyOf } = readEvidence(evidenceOf(flows), referenceOf());
  return moneyOf(`statement\0${name}`).map(
    ({ flowId, amount, days, valueDay }) =>
      `${flowId} ${fixedPoint(amount, 8).replace(/\.?0+$/, '')} ` +
      `${dayText(days.first)} ${valueDay === null ? '' : dayText(valueDay)}`,
  );
}

describe('M-SETTLE: a payment is replaced by the lines that it names', () => {
  test('a payment of 85 for months of 20, 25, 30 and 10 gives 20, 25, 30 and 10', () => {
    expect(floors(...LINES, payment('85'))).toEqual({
      '2020-01': '20.0000',
      '2020-02': '25.0000',
      '2020-03': '30.0000',
      '2020-04': '10.0000',
      ...SETTLED,
    });
  });

  test('lines are paid in order until the payment is used up', () => {
    expect(floors(...LINES, payment('50'))).toEqual({
      '2020-01': '20.0000',
      '2020-02': '25.0000',
      '2020-03': '5.0000',
      '2020-04': 'not_paid',
      ...SETTLED,
    });
  });

  test('in order of period end, period start, flow_id', () => {
    const lines = [
      line('c', '2020-01', '10', between('2020-01-10', '2020-01-31')),
      line('a', '2020-01', '10', between('2020-01-20', '2020-01-31')),
      line('b', '2020-01', '10', between('2020-01-10', '2020-01-31')),
      line('d', '2020-01', '10', between('2020-01-25', '2020-01-30')),
    ];
    const flows = [...lines, payment('35', ['a', 'b', 'c', 'd'])];
    expect(paidUnder(flows, 'p')).toEqual([
      'a 5 2020-01-20 2020-06-15',
      'c 10 2020-01-10 2020-06-15',
      'b 10 2020-01-10 2020-06-15',
      'd 10 2020-01-25 2020-06-15',
    ]);
  });

  test('the rest is a payment-dated flow of its own, in first place', () => {
    const flows = [...LINES, payment('100')];
    expect(paidUnder(flows, 'p')).toEqual([
      'p 15 2020-06-15 2020-06-15',
      'l4 10 2020-04-01 2020-06-15',
      'l3 30 2020-03-01 2020-06-15',
      'l2 25 2020-02-01 2020-06-15',
      'l1 20 2020-01-01 2020-06-15',
    ]);
    // M-OWNER: the lines own June, up to which their windows reach.
    expect(floors(...flows)).toMatchObject({
      '2020-04': '10.0000',
      '2020-06': 'other_source_counts',
    });
  });

  test('also where the payment has a period, and no date of payment', () => {
    const fields = { ...inMonth('2020-05'), value_date: null };
    const flows = [...LINES, payment('100', ['l4'], fields)];
    expect(paidUnder(flows, 'p')).toEqual(['p 90 2020-05-31 ', 'l4 10 2020-04-01 ']);
    const stated = [...LINES, payment('100', ['l4'], { ...fields, statement_date: '2020-06-02' })];
    expect(paidUnder(stated, 'p')).toEqual(['p 90 2020-06-02 ', 'l4 10 2020-04-01 ']);
  });

  test('on the value date of the payment before its statement date', () => {
    const flows = [...LINES, payment('100', ['l4'], { statement_date: '2020-05-01' })];
    expect(paidUnder(flows, 'p')[0]).toBe('p 90 2020-06-15 2020-06-15');
  });

  test('a payment twice pays once', () => {
    const line50 = line('l1', '2020-01', '50');
    const flows = [line50, payment('30', ['l1']), payment('30', ['l1'], { flow_id: 'q' })];
    expect(paidUnder(flows, 'l1')).toEqual(['l1 30 2020-01-01 2020-06-15']);
  });

  test('what names no known line stays with the payment', () => {
    const flows = [...LINES, payment('50', ['l1', 'x'])];
    expect(paidUnder(flows, 'p')).toEqual([
      'p 30 2020-06-15 2020-06-15',
      'l1 20 2020-01-01 2020-06-15',
    ]);
    expect(paidUnder([payment('50', ['x'])], 'p')).toEqual(['p 50 2020-06-15 2020-06-15']);
    expect(paidUnder([payment('0', ['x'])], 'p')).toEqual([
      'p 0. 2020-06-15 2020-06-15'.replace('.', ''),
    ]);
  });

  test.for<[string, object]>([
    ['currency', { currency: 'USD' }],
    ['account', { publisher_account: 'pub-1' }],
    ['source', { source: 'dashboard' }],
  ])('a line of another %s is none', ([, fields]) => {
    const flows = [line('l1', '2020-01', '20', fields), payment('50', ['l1'])];
    expect(paidUnder(flows, 'p')).toEqual(['p 50 2020-06-15 2020-06-15']);
  });

  test('a line in dispute is none', () => {
    const flows = [line('l1', '2020-01', '20'), line('l1', '2020-01', '21'), payment('50', ['l1'])];
    expect(paidUnder(flows, 'p')).toEqual(['p 50 2020-06-15 2020-06-15']);
  });

  test('a line has the payee and the basis of the payment, and its own place', () => {
    const payee = { account: 'DE44500105175407324931' };
    const bare = { site: null, basis: 'gross' };
    const flows = [line('l1', '2020-01', '20', bare), payment('20', ['l1'], { site: null, payee })];
    const accounts = [account(payee.account, 'films')];
    expect(floorText(evidenceOf(flows, { accounts }))).toEqual({
      '2020-01': '20.0000',
      ...SETTLED,
    });
  });

  test('a line whose one day is the day of payment is payment-dated', () => {
    const flows = [
      line('l1', '2020-06', '20', between('2020-06-15', '2020-06-15')),
      line('l2', '2020-06', '10', between('2020-06-14', '2020-06-14')),
      payment('30', ['l1', 'l2']),
    ];
    const { moneyOf } = readEvidence(evidenceOf(flows), referenceOf());
    expect(moneyOf('statement\0p').map((one) => [one.flowId, one.isPaymentDated])).toEqual([
      ['l1', true],
      ['l2', false],
    ]);
  });
});

describe('M-SETTLE: lines that are marked as paid', () => {
  const paid = line('l1', '2020-01', '40', { status: 'paid' });

  test('count through the payment only', () => {
    expect(floors(paid, payment('30', ['l1']))).toEqual({ '2020-01': '30.0000', ...SETTLED });
  });

  test('also where the payment itself does not count', () => {
    const contents = [payment('30', ['l1']), payment('31', ['l1'])];
    expect(floors(paid, ...contents)).toEqual({ '2020-01': 'settled', '2020-06': 'disputed' });
    const hop = flow('h', {
      ...inMonth('2020-01'),
      source: 'bank',
      amount: '28',
      upstream: [{ source: 'statement', flow_id: 'p' }],
    });
    expect(floors(paid, payment('30', ['l1']), hop)).toEqual({
      '2020-01': '28.0000',
      '2020-06': 'superseded_by_hop',
    });
  });

  test('payments that settle each other pay nothing', () => {
    const flows = [payment('30', ['q']), payment('40', ['p'], { flow_id: 'q' })];
    expect(floors(...flows)).toEqual({ '2020-06': 'settled' });
  });

  test('a line that settles others does not', () => {
    const flows = [
      line('l1', '2020-01', '9'),
      payment('30', ['q']),
      payment('30', ['l1'], { flow_id: 'q' }),
    ];
    expect(floors(...flows)).toEqual({ '2020-01': 'not_paid', '2020-06': '30.0000' });
  });
});

describe('M-SETTLE: deductions', () => {
  const deduction = (amount: string, of: string | null, fields: object = {}) =>
    reversal('d', of, { value_date: '2020-06-01', amount, ...fields });
  const months = (...found: string[]) => ({
    ...Object.fromEntries(found.map((eur, at) => [`2020-0${String(at + 1)}`, eur])),
    ...SETTLED,
  });

  test('come off the lines in order, and have no other effect', () => {
    const flows = [...LINES, deduction('5', null), payment('80', [...ALL, 'd'])];
    expect(floors(...flows)).toEqual(months('15.0000', '25.0000', '30.0000', '10.0000'));
  });

  test('are no lines themselves', () => {
    const flows = [line('l1', '2020-01', '20'), deduction('5', null), payment('30', ['l1', 'd'])];
    expect(paidUnder(flows, 'p')).toEqual([
      'p 15 2020-06-15 2020-06-15',
      'l1 15 2020-01-01 2020-06-15',
    ]);
  });

  test('or off the line that they name, and then off the others', () => {
    const of = (amount: string, rest: string) =>
      floors(...LINES, deduction(amount, 'l3'), payment(rest, ['d', ...ALL]));
    expect(of('5', '80')).toEqual(months('20.0000', '25.0000', '25.0000', '10.0000'));
    expect(of('35', '50')).toEqual(months('15.0000', '25.0000', 'not_paid', '10.0000'));
  });

  test('a deduction of two payments is made once', () => {
    const flows = [
      line('l1', '2020-01', '20'),
      line('l2', '2020-02', '20'),
      deduction('5', null),
      payment('15', ['l1', 'd']),
      payment('20', ['l2', 'd'], { flow_id: 'q' }),
    ];
    expect(floors(...flows)).toEqual(months('15.0000', '20.0000'));
  });

  test('a deduction of a payment that does not count is a take-back', () => {
    const flows = [line('l1', '2020-01', '40', { status: 'paid' }), deduction('5', null)];
    const contents = [payment('30', ['l1', 'd']), payment('31', ['l1', 'd'])];
    const other = flow('o', { ...inMonth('2020-06'), amount: '12' });
    expect(floors(...flows, ...contents, other)).toMatchObject({ '2020-06': '7.0000' });
  });

  test('a deduction of another account is a take-back', () => {
    const flows = [
      line('l1', '2020-01', '20'),
      deduction('5', null, { publisher_account: 'pub-9' }),
      payment('20', ['l1', 'd']),
    ];
    expect(floors(...flows)).toEqual(months('15.0000'));
  });
});

describe('M-SETTLE: several payments of one line', () => {
  const one = line('l1', '2020-01', '50');
  const p1 = payment('30', ['l1'], { flow_id: 'p1', value_date: '2020-02-20' });
  const p2 = payment('30', ['l1'], { flow_id: 'p2', value_date: '2020-02-10' });
  const p3 = payment('30', ['l1'], {
    flow_id: 'p3',
    value_date: null,
    statement_date: '2020-02-01',
  });

  test('take it in order of value date, those without one last, and never beyond it', () => {
    const flows = [p3, p1, one, p2];
    expect(paidUnder(flows, 'p2')).toEqual(['l1 30 2020-01-01 2020-02-10']);
    expect(paidUnder(flows, 'p1')).toEqual([
      'p1 10 2020-02-20 2020-02-20',
      'l1 20 2020-01-01 2020-02-20',
    ]);
    expect(paidUnder(flows, 'p3')).toEqual(['p3 30 2020-02-01 ']);
  });

  test('then of flow_id', () => {
    const same = { ...p2, value_date: '2020-02-20', amount: '45' };
    expect(paidUnder([one, same, p1], 'p1')).toEqual(['l1 30 2020-01-01 2020-02-20']);
    expect(paidUnder([one, same, p1], 'p2')).toEqual([
      'p2 25 2020-02-20 2020-02-20',
      'l1 20 2020-01-01 2020-02-20',
    ]);
  });

  test('what names the line acts on what was paid of it, the last payment first', () => {
    expect(paidUnder([p3, p1, one, p2], 'l1')).toEqual([
      'l1 20 2020-01-01 2020-02-20',
      'l1 30 2020-01-01 2020-02-10',
    ]);
  });
});
