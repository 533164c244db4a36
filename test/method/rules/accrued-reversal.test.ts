import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { between, evidenceOf, floorText, flow, inMonth, reversal } from '../flow-records.ts';

const MARCH = inMonth('2020-03');
const of = (...flows: FlowRecord[]) => floorText(evidenceOf(flows));

describe('M-REVERSAL: a reversal of an accrued flow', () => {
  const accrued = flow('a', {
    ...MARCH,
    status: 'accrued',
    amount: '40',
    publisher_account: 'pub-1',
  });
  const paid = (fields: object = {}) =>
    flow('p', {
      ...inMonth('2020-03'),
      value_date: '2020-05-10',
      publisher_account: 'pub-1',
      ...fields,
    });
  const take = (fields: object = {}) =>
    reversal('r', 'a', { amount: '30', value_date: '2020-06-01', ...fields });
  const march = (...flows: FlowRecord[]) => of(...flows)['2020-03'];

  test('takes back if money like it was paid before', () => {
    expect(march(accrued, paid(), take())).toBe('70.0000');
    expect(march(accrued, paid({ value_date: '2020-05-31' }), take())).toBe('70.0000');
    expect(march(accrued, paid({ value_date: '2020-06-01' }), take())).toBe('100.0000');
    expect(march(accrued, paid({ value_date: null }), take())).toBe('70.0000');
    expect(march(accrued, paid({ value_date: '2020-07-01' }), take({ value_date: null }))).toBe(
      '70.0000',
    );
  });

  test('of the same account, as far as accounts are known', () => {
    expect(march(accrued, paid({ publisher_account: 'pub-2' }), take())).toBe('100.0000');
    expect(march(accrued, paid({ publisher_account: null }), take())).toBe('70.0000');
    expect(march({ ...accrued, publisher_account: null }, paid(), take())).toBe('70.0000');
  });

  test('of the same key and source', () => {
    expect(march(accrued, paid({ network: 'adsterra.com' }), take())).toBe('100.0000');
    // M-GONE: it takes from another source.
    expect(march(accrued, paid({ source: 'bank', value_date: '2020-07-01' }), take())).toBe(
      '70.0000',
    );
  });

  test('of a period that meets its own, or begins within the wait for payment', () => {
    const day = (date: string) =>
      paid({ ...between('2020-03-31', '2020-04-30'), value_date: date });
    expect(of(accrued, day('2020-05-10'), take())).toMatchObject({ '2020-04': '69.9999' });
    const july = paid(between('2020-07-29', '2020-08-30'));
    expect(of(accrued, july, take())).toMatchObject({ '2020-08': '69.9999' });
    const late = paid(between('2020-07-30', '2020-08-30'));
    expect(of(accrued, late, take())).toMatchObject({ '2020-08': '93.7500' });
    const before = paid(between('2020-02-01', '2020-02-29'));
    expect(of(accrued, before, take())).toMatchObject({ '2020-02': '100.0000' });
  });

  test('is placed from the months of the accrued flow', () => {
    const others = ['2020-02', '2020-03', '2020-04'].map((month, at) =>
      paid({ flow_id: `p${String(at)}`, ...inMonth(month) }),
    );
    expect(of(accrued, ...others, take({ amount: '130' }))).toEqual({
      '2020-02': '70.0000',
      '2020-03': 'only_taken_back, not_paid',
      '2020-04': '100.0000',
    });
  });

  test('at the highest rate of its own and its target\u2019s dates', () => {
    const rates = {
      ...{ monthly: [], fixed: [], pegs: [], margins: new Map(), marginOfAll: '0' },
      daily: ['2020-04-01 0.5', '2020-06-01 0.25', '2020-07-01 2'].map((row) => ({
        day: row.slice(0, 10),
        currency: 'USD',
        quoted_in: 'EUR' as const,
        per_unit: row.slice(11),
      })),
    };
    const usd = { currency: 'USD', amount: '30' };
    const found = (target: object, own: object) =>
      floorText(evidenceOf([{ ...accrued, ...target }, paid(), take({ ...usd, ...own })]), {
        reference: { rates },
      })['2020-03'];
    expect(found({ statement_date: '2020-04-01' }, {})).toBe('85.0000');
    expect(found({}, {})).toBe('92.5000');
    // Without any date: the highest of the window of the accrued flow, until 2020-07-29.
    expect(found({}, { value_date: null })).toBe('40.0000');
  });
});
