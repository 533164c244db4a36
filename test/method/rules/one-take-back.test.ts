import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { fixedPoint } from '../../../pipeline/text/fixed-point.ts';
import {
  between,
  dollars,
  evidenceOf,
  floorText,
  floors,
  flow,
  inMonth,
  reversal,
} from '../flow-records.ts';

const MARCH = inMonth('2020-03');
/** It counts: the others are not near it. */
const bank = (id: string, amount: string, fields: object = {}) =>
  flow(id, { ...MARCH, source: 'bank', amount, ...fields });
const told = (id: string, amount: string, fields: object = {}) =>
  flow(id, { ...MARCH, source: 'dash', amount, ...fields });
const take = (id: string, of: string, amount: string, fields: object = {}) =>
  reversal(id, of, { source: 'dash', amount, ...fields });
/** The floor of March, or the first reason why it has none. */
const march = (...flows: FlowRecord[]) => floorText(evidenceOf(flows))['2020-03']?.split(', ')[0];

/** `take-back from flow amount` of each. */
function gone(...flows: FlowRecord[]): string[] {
  return floors(evidenceOf(flows)).documented.chosen.gone.map(
    ({ takeBack, holding, eur }) =>
      `${takeBack.flow.flowId} from ${holding.flow.flowId} ${fixedPoint(eur, 10)}`,
  );
}

describe('M-GONE: two sources may tell of one take-back', () => {
  const own = (amount: string, fields: object = {}) =>
    reversal('o', 'b', { source: 'bank', amount, ...fields });
  const other = (amount: string, fields: object = {}) => take('r', 'f', amount, fields);
  const both = (one: FlowRecord, two: FlowRecord, target: object = {}, of: object = {}) =>
    march(bank('b', '100', target), told('f', '40', of), one, two);

  test('of the same amount and currency: it is deducted once', () => {
    expect(both(own('10'), other('10'))).toBe('90.0000');
    expect(both(own('10'), other('10.01'))).toBe('79.9900');
    const mixed = { currency: 'USD', value_date: '2020-04-20' };
    const flows = [bank('b', '100'), told('f', '40'), own('10'), other('10', mixed)];
    const rates = dollars({ '2020-04-20': '1' });
    expect(floorText(evidenceOf(flows), { reference: { rates } })['2020-03']).toBe('80.0000');
  });

  test('with value dates within 10 days, where both have them', () => {
    const on = (one: string | null, two: string | null) =>
      both(own('10', { value_date: one }), other('10', { value_date: two }));
    expect(on('2020-04-20', '2020-04-30')).toBe('90.0000');
    expect(on('2020-04-30', '2020-04-20')).toBe('90.0000');
    expect(on('2020-04-20', '2020-05-01')).toBe('80.0000');
    expect(on('2020-05-01', '2020-04-20')).toBe('80.0000');
    expect(on('2020-04-20', null)).toBe('90.0000');
    expect(on(null, '2020-05-01')).toBe('90.0000');
  });

  test('or statement dates, of those without a value date', () => {
    const on = (two: object) => both(own('10', { statement_date: '2020-04-20' }), other('10', two));
    expect(on({ statement_date: '2020-04-30' })).toBe('90.0000');
    expect(on({ statement_date: '2020-05-01' })).toBe('80.0000');
    expect(on({ value_date: '2020-05-01', statement_date: '2020-04-20' })).toBe('80.0000');
  });

  test('and of their targets', () => {
    const of = (one: string, two: string) =>
      both(own('10'), other('10'), { value_date: one }, { value_date: two });
    expect(of('2020-04-10', '2020-04-20')).toBe('90.0000');
    expect(of('2020-04-10', '2020-04-21')).toBe('80.0000');
  });

  test('of the same key, or of the key unknown', () => {
    expect(both(own('10'), other('10'), {}, { network: null })).toBe('90.0000');
    const flows = [
      bank('b', '100'),
      bank('c', '100', { network: 'adsterra.com' }),
      reversal('o', 'c', { source: 'bank', amount: '10' }),
      told('f', '40'),
      other('10'),
    ];
    expect(march(...flows)).toBe('180.0000');
    expect(both(own('10'), other('10'), { network: null }, {})).toBe('90.0000');
  });

  test('with windows that meet', () => {
    const dated = (month: string) => ({ ...inMonth(month), value_date: `${month}-28` });
    const flows = (month: string) => [
      bank('b', '100', dated('2020-03')),
      bank('c', '100', dated(month)),
      reversal('o', 'b', { source: 'bank', amount: '10' }),
      told('f', '40', inMonth(month)),
      other('10'),
    ];
    const total = (month: string) =>
      Object.values(floorText(evidenceOf(flows(month)))).reduce((all, eur) => all + Number(eur), 0);
    expect(total('2020-04')).toBe(190);
    expect(total('2020-06')).toBe(180);
  });

  test('each pair is used once for a source', () => {
    const flows = [
      bank('b', '100'),
      own('10'),
      told('f', '40'),
      take('r1', 'f', '10'),
      take('r2', 'f', '10'),
    ];
    expect(march(...flows)).toBe('80.0000');
    const third = [
      told('g', '30', { source: 'app' }),
      reversal('s', 'g', { source: 'app', amount: '10' }),
    ];
    expect(march(bank('b', '100'), own('10'), told('f', '40'), other('10'), ...third)).toBe(
      '90.0000',
    );
  });

  test('two for two', () => {
    const flows = [
      bank('b', '100'),
      own('10'),
      own('10', { flow_id: 'o2' }),
      told('f', '40'),
      take('r1', 'f', '10'),
      take('r2', 'f', '10'),
    ];
    expect(march(...flows)).toBe('80.0000');
  });

  test('also of two sources that do not count', () => {
    const third = [
      told('g', '30', { source: 'app' }),
      reversal('s', 'g', { source: 'app', amount: '10' }),
    ];
    expect(march(bank('b', '100'), told('f', '40'), other('10'), ...third)).toBe('90.0000');
  });

  test('not where the first was not deducted in full', () => {
    const flows = [
      bank('b', '5'),
      bank('c', '100', { ...between('2020-04-21', '2020-04-30'), value_date: '2020-04-25' }),
      told('f', '4', { value_date: '2020-03-15' }),
      other('10'),
      told('g', '3', { source: 'app', ...inMonth('2020-04') }),
      reversal('s', 'g', { source: 'app', amount: '10' }),
    ];
    // The window of f ends on 2020-04-10, before that of c begins.
    expect(gone(...flows)).toEqual(['r from b 5.0000000000', 's from c 10.0000000000']);
  });

  test('two take-backs of one source are two', () => {
    const payment = flow('p', { source: 'dash', value_date: '2020-03-15', amount: '100' });
    const flows = [payment, take('o', 'p', '10'), told('f', '40'), other('10')];
    expect(march(...flows)).toBe('80.0000');
  });
});
