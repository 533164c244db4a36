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
/** The floor of March, or the first reason why it has none. */
const march = (...flows: FlowRecord[]) => floorText(evidenceOf(flows))['2020-03']?.split(', ')[0];

/** `take-back from flow amount` of each. */
function gone(...flows: FlowRecord[]): string[] {
  return floors(evidenceOf(flows)).documented.chosen.gone.map(
    ({ takeBack, holding, eur }) =>
      `${takeBack.flow.flowId} from ${holding.flow.flowId} ${fixedPoint(eur, 10)}`,
  );
}

describe('M-GONE: supersessions', () => {
  const up = (source: string, id: string) => ({ upstream: [{ source, flow_id: id }] });
  const u = flow('u', { ...MARCH, amount: '100' });
  const hop = (id: string, source: string, amount: string, of: [string, string]) =>
    flow(id, { ...MARCH, source, amount, ...up(...of) });

  test('take from other sources, but not from what superseded the flow', () => {
    const h = hop('h', 'agent', '80', ['statement', 'u']);
    expect(march(u, h)).toBe('80.0000');
    expect(march(u, h, told('d', '70'))).toBe('80.0000');
    // The dashboard counts, and the 100 that were superseded are gone from it.
    expect(gone(u, h, told('d', '120'))).toEqual(['u from d 100.0000000000']);
    expect(march(u, h, told('d', '120'))).toBe('20.0000');
  });

  test('nor through others', () => {
    const h = hop('h', 'agent', '80', ['statement', 'u']);
    const z = hop('z', 'bank', '200', ['agent', 'h']);
    expect(march(u, h, z)).toBe('200.0000');
  });

  test('nor from what superseded another of the same amount, currency and dates', () => {
    const copy = (fields: object = {}) => told('v', '100', fields);
    const flows = (fields: object = {}) => [
      u,
      hop('h', 'agent', '80', ['statement', 'u']),
      copy(fields),
      hop('z', 'bank', '95', ['dash', 'v']),
    ];
    expect(march(...flows())).toBe('95.0000');
    expect(march(...flows({ amount: '101' }))).toBe('only_taken_back');
    expect(march(...flows(between('2020-03-01', '2020-03-30')))).toBe('only_taken_back');
    expect(march(...flows(between('2020-03-02', '2020-03-31')))).toBe('only_taken_back');
    const dated = (one: string, two: string) =>
      flows({ value_date: two }).map((each) =>
        each.flow_id === 'u' ? { ...each, value_date: one } : each,
      );
    expect(march(...dated('2020-04-10', '2020-04-10'))).toBe('95.0000');
    expect(march(...dated('2020-04-10', '2020-04-11'))).toBe('only_taken_back');
    expect(march(...flows({ value_date: '2020-04-10' }))).toBe('95.0000');
    const ofFirst = flows().map((each) =>
      each.flow_id === 'u' ? { ...each, value_date: '2020-04-10' } : each,
    );
    expect(march(...ofFirst)).toBe('95.0000');
  });

  test('a reversal of the same amount is no copy of a supersession', () => {
    const flows = [
      u,
      hop('h', 'agent', '30', ['statement', 'u']),
      bank('b', '500'),
      reversal('o', 'b', { source: 'bank', amount: '100' }),
    ];
    // 500 - 100 that were taken back - 100 that were superseded.
    expect(march(...flows)).toBe('300.0000');
  });

  test('a payment that paid the lines of another source keeps them', () => {
    const accrued = flow('l', { ...MARCH, source: 'agent', status: 'accrued', amount: '80' });
    const payment = flow('p', {
      source: 'agent',
      value_date: '2020-04-10',
      amount: '80',
      settles: ['l'],
      ...up('statement', 'u'),
    });
    expect(march(u, accrued, payment)).toBe('80.0000');
  });

  test('of a line that was paid have the dates of the payment', () => {
    const rates = dollars({ '2020-04-10': '0.5' });
    const flows = [
      flow('l', { ...MARCH, status: 'accrued', amount: '80', currency: 'USD' }),
      flow('p', { value_date: '2020-04-10', amount: '80', currency: 'USD', settles: ['l'] }),
      hop('h', 'agent', '10', ['statement', 'l']),
      bank('b', '100'),
    ];
    expect(floorText(evidenceOf(flows), { reference: { rates } })['2020-03']).toBe('60.0000');
  });

  test('of a flow in dispute that says both take back its money only', () => {
    const contents = [
      told('v', '30'),
      told('v', '70', { status: 'reversed', reverses: { flow_id: 'x' } }),
    ];
    const flows = [...contents, hop('h', 'agent', '10', ['dash', 'v']), bank('b', '500')];
    // 30 are superseded, and 70 are taken back of something unknown.
    expect(march(...flows)).toBe('400.0000');
  });

  test('a reversal takes from what superseded a flow of its amount', () => {
    const flows = [
      u,
      hop('h', 'agent', '80', ['statement', 'u']),
      told('v', '100'),
      told('v', '100', { line: 'other' }),
      reversal('q', 'v', { source: 'dash', amount: '100' }),
    ];
    expect(march(...flows)).toBe('only_taken_back');
  });

  test('as far as the superseded flow is of the operation', () => {
    const h = hop('h', 'agent', '10', ['statement', 'u']);
    const half = { ...u, site: null, site_shares: [{ site: 'films.tv', share: '0.5' }] };
    expect(march(half, h, bank('b', '500'))).toBe('450.0000');
    // Nobody is known to own it.
    expect(march({ ...u, site: null }, h, bank('b', '500'))).toBe('400.0000');
    const ofSeries = { ...u, site: 'series.tv', currency: 'USD' };
    expect(march(ofSeries, { ...h, site: 'series.tv' }, bank('b', '500'))).toBe('500.0000');
  });

  test('of gross money in full, since money of other sources may be net', () => {
    const gross = { ...u, basis: 'gross' as const };
    const share = { network: 'popads.net', line: 'advertising', from: '2020-01-01', to: null };
    const reference = { shares: [{ ...share, low: '0.5' }] };
    const flows = [gross, hop('h', 'agent', '10', ['statement', 'u']), bank('b', '500')];
    expect(floorText(evidenceOf(flows), { reference })['2020-03']).toBe('400.0000');
  });

  test('of a total there are none', () => {
    const flows = [
      flow('m1', { ...between('2020-03-01', '2020-03-15'), amount: '40' }),
      flow('m2', { ...between('2020-03-16', '2020-03-31'), amount: '60' }),
      u,
      hop('h', 'agent', '10', ['statement', 'u']),
      bank('b', '300'),
    ];
    expect(march(...flows)).toBe('300.0000');
  });
});
