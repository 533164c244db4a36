import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { offshoreFlows } from '../../../pipeline/method/offshore.ts';
import { evidenceOf, floors, flow, inMonth, read, reversal } from '../flow-records.ts';

const MARCH = inMonth('2020-03');
const places = [
  { country: 'CY', from: '2020-01-01', until: '2020-04-01' },
  { country: 'CY', from: '2020-06-01', until: null },
  { country: 'VG', from: '2020-03-31', until: null },
];
const paidTo = (country: string, fields: object = {}) =>
  flow('f', { ...MARCH, payee: { country }, ...fields });
const isOffshore = (record: FlowRecord) => offshoreFlows(places)(read(record));

describe('money went to an offshore account', () => {
  test('on the first day of the list, and until the day before it ends', () => {
    expect(isOffshore(paidTo('CY', { value_date: '2019-12-31' }))).toBe(false);
    expect(isOffshore(paidTo('CY', { value_date: '2020-01-01' }))).toBe(true);
    expect(isOffshore(paidTo('CY', { value_date: '2020-03-31' }))).toBe(true);
    expect(isOffshore(paidTo('CY', { value_date: '2020-04-01' }))).toBe(false);
    expect(isOffshore(paidTo('CY', { value_date: '2030-01-01' }))).toBe(true);
  });

  test('on its value date, else its statement date, else the last day of its period', () => {
    const days = { value_date: '2020-03-01', statement_date: '2020-05-01' };
    expect(isOffshore(paidTo('CY', days))).toBe(true);
    expect(isOffshore(paidTo('CY', { statement_date: '2020-05-01' }))).toBe(false);
    expect(isOffshore(paidTo('VG'))).toBe(true);
    expect(isOffshore(paidTo('VG', inMonth('2020-02')))).toBe(false);
  });

  test('never without a day, without a payee, or in another country', () => {
    const take = reversal('r', 'f', { payee: { country: 'VG' } });
    expect(isOffshore(take)).toBe(false);
    expect(isOffshore(flow('f', MARCH))).toBe(false);
    expect(isOffshore(paidTo('FR'))).toBe(false);
  });

  test('in the country of its BIC or IBAN, whatever it declares', () => {
    const payee = { country: 'FR', account: 'VG96VPVG0000012345678901' };
    expect(isOffshore(paidTo('FR', { payee }))).toBe(true);
  });
});

describe('the offshore money of a month', () => {
  const question = { reference: { offshore: places } };
  const monthOf = (...flows: FlowRecord[]) => floors(evidenceOf(flows), question).months[0];

  test('is what is left of it, at most the documented money of each line', () => {
    const flows = [
      flow('a', { ...MARCH, amount: '60', payee: { country: 'CY' } }),
      flow('b', { ...MARCH, amount: '40' }),
      reversal('r', 'a', { ...MARCH, amount: '10' }),
    ];
    expect(monthOf(...flows)).toMatchObject({ documented: 900_000n, offshore: 500_000n });
    // An unplaced take-back does not say which money it takes.
    const unplaced = reversal('u', null, { ...MARCH, amount: '55' });
    expect(monthOf(...flows, unplaced)).toMatchObject({
      documented: 350_000n,
      offshore: 350_000n,
    });
  });

  test('of a line that a payment pays goes where the payment goes', () => {
    const line = flow('l', { ...MARCH, status: 'accrued', payee: { country: 'CY' } });
    const payment = flow('p', { value_date: '2020-03-20', settles: ['l'], payee: null });
    expect(monthOf(line, payment)).toMatchObject({ documented: 1_000_000n, offshore: 0n });
    const elsewhere = { ...payment, payee: { ...line.payee, country: 'VG' } };
    const offshore = flow('p', { ...elsewhere, value_date: '2020-03-31' });
    expect(monthOf(line, offshore)).toMatchObject({ offshore: 1_000_000n });
  });
});
