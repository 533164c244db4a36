import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { takeInProportion } from '../../../pipeline/method/reversal.ts';
import {
  account,
  between,
  evidenceOf,
  floorText,
  floors,
  flow,
  inMonth,
  reversal,
  site,
} from '../flow-records.ts';

const MARCH = inMonth('2020-03');
const of = (...flows: FlowRecord[]) => floorText(evidenceOf(flows));

describe('M-REVERSAL: a reversal of a known paid flow', () => {
  const target = flow('f', {
    ...between('2020-03-31', '2020-04-02'),
    amount: '10',
    line: 'donation',
  });

  test('is summed under the key, property, line, period and dates of its target', () => {
    const other = {
      network: 'adsterra.com',
      site: 'series.tv',
      line: 'advertising' as const,
      ...inMonth('2021-01'),
      amount: '4',
    };
    const records = [target, reversal('r', 'f', other)];
    // 10 / 3 - 4 / 3, and twice as much.
    expect(of(...records)).toEqual({ '2020-03': '2.0000', '2020-04': '4.0000' });
    const [first] = floors(evidenceOf(records)).months;
    expect(first?.documentedLines).toEqual(new Map([['donation', 20_000n]]));
  });

  test('a full one cancels exactly', () => {
    expect(of(target, reversal('r', 'f', { amount: '10' }))).toEqual({
      '2020-03': 'only_taken_back',
      '2020-04': 'only_taken_back',
    });
    const { documented } = floors(evidenceOf([target, reversal('r', 'f', { amount: '10' })]));
    expect(documented.chosen.total).toBe(0n);
  });

  test('by another source acts as well', () => {
    const named = { reverses: { source: 'statement', flow_id: 'f' } };
    expect(
      of(target, reversal('r', null, { source: 'bank', amount: '3', ...named })),
    ).toMatchObject({
      '2020-04': '4.6666',
    });
  });

  test('of each operation takes its share', () => {
    const shared = flow('f', {
      ...MARCH,
      site: null,
      site_shares: [
        { site: 'films.tv', share: '0.25' },
        { site: 'series.tv', share: '0.5' },
      ],
    });
    const evidence = evidenceOf([shared, reversal('r', 'f', { amount: '20' })]);
    expect(floorText(evidence)).toEqual({ '2020-03': '20.0000' });
    expect(floorText(evidence, { operation: 'series.tv' })).toEqual({ '2020-03': '40.0000' });
  });

  test('of a reversal is idle', () => {
    const take = reversal('r', 'f', { amount: '3', value_date: '2020-05-01' });
    expect(of(target, take, reversal('q', 'r', { amount: '3' }))).toEqual({
      '2020-03': '2.3333',
      '2020-04': '4.6666',
    });
  });

  test('of a reversal in dispute with money takes back the money', () => {
    const contents = [
      flow('x', { ...MARCH, source: 'dash', amount: '5' }),
      flow('x', { ...MARCH, source: 'dash', amount: '5', status: 'reversed' }),
    ];
    const take = reversal('q', 'x', { source: 'dash', amount: '1' });
    // Of x itself 5 are unplaced; of q 1 of what x may be.
    expect(of(flow('f', MARCH), ...contents, take)).toEqual({ '2020-03': '94.0000' });
  });

  test('without a rate takes all that is left of the target', () => {
    const flows = [
      flow('f', MARCH),
      flow('g', { ...MARCH, amount: '7', line: 'other' }),
      reversal('r', 'f', { amount: '1', currency: 'USD' }),
      reversal('q', 'f', { amount: '20' }),
    ];
    expect(of(...flows)).toEqual({ '2020-03': '7.0000' });
    expect(of(...[...flows].reverse())).toEqual({ '2020-03': '7.0000' });
    const over = [...flows, reversal('s', 'f', { amount: '85' })];
    // 100 - 105 is below 0 already: 5 are taken from the rest.
    expect(of(...over)).toEqual({ '2020-03': '2.0000' });
  });
});

describe('M-REVERSAL: a reversal of a superseded flow', () => {
  const up = (source: string, id: string) => ({ upstream: [{ source, flow_id: id }] });
  const u = flow('u', { ...MARCH, amount: '100' });
  const hop = (
    id: string,
    source: string,
    amount: string,
    of: [string, string],
    fields: object = {},
  ) => flow(id, { ...MARCH, source, amount, ...up(...of), ...fields });
  const take = (amount: string, fields: object = {}) => reversal('r', 'u', { amount, ...fields });

  test('passes in full to the flow that superseded it, at most what is left', () => {
    const h = hop('h', 'agent', '80', ['statement', 'u']);
    expect(of(u, h, take('30'))).toEqual({ '2020-03': '50.0000' });
    const other = flow('o', { ...inMonth('2022-03'), source: 'agent', amount: '9' });
    expect(of(u, h, other, take('90'))).toMatchObject({ '2022-03': '9.0000' });
    // Without a rate all.
    const dollar = take('1', { currency: 'USD', value_date: '2020-04-01' });
    expect(of(u, h, dollar)['2020-03']).toContain('only_taken_back');
    const unvalued = { ...u, currency: 'USD' };
    expect(of(unvalued, h, take('1', { currency: 'USD' }))['2020-03']).toContain('taken_back');
  });

  test('to each of several', () => {
    const flows = [
      u,
      hop('h', 'agent', '80', ['statement', 'u']),
      hop('g', 'bank', '70', ['statement', 'u'], inMonth('2022-03')),
    ];
    expect(of(...flows, take('30'))).toEqual({ '2020-03': '50.0000', '2022-03': '40.0000' });
  });

  test('of accrued money too', () => {
    const accrued = flow('u', { ...MARCH, status: 'accrued', amount: '100' });
    expect(of(accrued, hop('h', 'agent', '80', ['statement', 'u']), take('30'))).toEqual({
      '2020-03': '50.0000',
    });
  });

  test('once, where two ways lead to one hop', () => {
    const steps = ['a', 'b'].map((id) => hop(id, 'agent', '40', ['statement', 'u']));
    const z = flow('z', {
      ...MARCH,
      source: 'bank',
      amount: '70',
      upstream: ['a', 'b'].map((id) => ({ source: 'agent', flow_id: id })),
    });
    expect(of(u, ...steps, z, take('30'))).toEqual({ '2020-03': '40.0000' });
  });

  test('through others, once in a cycle', () => {
    const h = hop('h', 'agent', '80', ['statement', 'u']);
    const z = hop('z', 'bank', '70', ['agent', 'h']);
    expect(of(u, h, z, take('30'))).toMatchObject({ '2020-03': '40.0000' });
    const cycle = [{ ...u, ...up('agent', 'h') }, h];
    expect(of(...cycle, take('30'))).toEqual({ '2020-03': 'superseded_by_hop' });
  });

  test('in proportion to its months, cut up', () => {
    const h = hop('h', 'agent', '61', ['statement', 'u'], between('2020-03-01', '2020-04-30'));
    // 31 - 10 x 31 / 61, 30 - 10 x 30 / 61.
    expect(of(u, h, take('10'))).toEqual({ '2020-03': '25.9180', '2020-04': '25.0819' });
  });

  test('to the rest of a payment and then to its lines, the last one first', () => {
    const lines = ['2020-01', '2020-02'].map((month, at) =>
      flow(`l${String(at)}`, {
        ...inMonth(month),
        source: 'agent',
        status: 'accrued',
        amount: '40',
      }),
    );
    const payment = hop('p', 'agent', '80', ['statement', 'u'], {
      value_date: '2020-04-10',
      settles: ['l0', 'l1'],
    });
    expect(of(u, ...lines, payment, take('50'))).toMatchObject({
      '2020-01': '30.0000',
      '2020-02': 'only_taken_back',
    });
  });

  test('of money that nobody is known to own passes to the hop of the operation', () => {
    const nobodys = flow('u', { ...MARCH, site: null, amount: '100' });
    const h = hop('h', 'agent', '80', ['statement', 'u']);
    expect(of(nobodys, h, take('30'))).toEqual({ '2020-03': '50.0000' });
    const z = hop('z', 'bank', '70', ['agent', 'h']);
    expect(of(nobodys, { ...h, site: null }, z, take('30'))).toEqual({ '2020-03': '40.0000' });
  });

  test('passes to a hop of another operation too', () => {
    const h = hop('h', 'agent', '80', ['statement', 'u'], { site: 'series.tv' });
    const evidence = evidenceOf([u, h, take('30')]);
    expect(floorText(evidence, { operation: 'series.tv' })).toEqual({ '2020-03': '50.0000' });
    expect(floorText(evidence)).toEqual({ '2020-03': 'superseded_by_hop' });
  });

  test('and there from copies of the hop, where the hop does not count', () => {
    const h = hop('h', 'agent', '20', ['statement', 'u'], { site: 'series.tv' });
    const bank = flow('b', { ...MARCH, source: 'bank', amount: '50', site: 'series.tv' });
    const evidence = evidenceOf([u, h, bank, take('30')]);
    expect(floorText(evidence, { operation: 'series.tv' })).toEqual({ '2020-03': '20.0000' });
    const late = { ...bank, period_start: '2022-03-01', period_end: '2022-03-31' };
    const later = evidenceOf([u, h, { ...late, value_date: '2022-03-31' }, take('30')]);
    expect(floorText(later, { operation: 'series.tv' })['2022-03']).toBe('50.0000');
  });

  test('acts on others if not all of the hops count', () => {
    const flows = [
      u,
      hop('h', 'agent', '30', ['statement', 'u']),
      hop('g', 'agent 2', '70', ['statement', 'u'], inMonth('2022-03')),
      flow('b', { ...MARCH, source: 'bank', amount: '500' }),
      take('30'),
    ];
    // The supersession takes 100, the reversal 30.
    const found = { '2020-03': '370.0000', '2022-03': '40.0000' };
    expect(of(...flows)).toMatchObject(found);
    expect(of(...flows.reverse())).toMatchObject(found);
  });

  test('passes to a line that is a hop', () => {
    const nobodys = flow('u', { ...MARCH, site: null, amount: '100' });
    const l = hop('l', 'agent', '80', ['statement', 'u'], { status: 'accrued' });
    const p = flow('p', {
      source: 'agent',
      value_date: '2020-04-10',
      amount: '80',
      settles: ['l'],
    });
    expect(of(nobodys, l, p, take('30'))).toMatchObject({ '2020-03': '50.0000' });
  });

  test('takes of each operation its share of the hop', () => {
    const halves = (one: string, other: string) => ({
      site: null,
      site_shares: [
        { site: 'films.tv', share: one },
        { site: 'series.tv', share: other },
      ],
    });
    const shared = { ...u, ...halves('0.5', '0.5') };
    const h = hop('h', 'agent', '80', ['statement', 'u'], halves('0.75', '0.25'));
    const evidence = evidenceOf([shared, h, take('40')]);
    expect(floorText(evidence)).toEqual({ '2020-03': '30.0000' });
    expect(floorText(evidence, { operation: 'series.tv' })).toEqual({ '2020-03': '10.0000' });
  });
});

describe('M-REVERSAL: whom it concerns', () => {
  const PUB = { publisher_account: 'pub-1' };
  const bank = flow('b', { ...MARCH, ...PUB, source: 'bank', amount: '100' });
  const target = (fields: object) =>
    flow('t', { ...MARCH, amount: '40', site: null, ...PUB, ...fields });
  const take = reversal('r', 't', { amount: '15' });

  test('the operation that its target belongs to', () => {
    const elsewhere = target({ site: 'series.tv' });
    expect(of(bank, elsewhere, take)).toEqual({ '2020-03': '100.0000' });
    const accounts = [account('pub-1', 'films', { network: 'popads.net' })];
    expect(floorText(evidenceOf([bank, target({}), take], { accounts }))).toEqual({
      '2020-03': '85.0000',
    });
  });

  test('if that is nobody\u2019s, those that were paid through its account on its key', () => {
    expect(of(bank, target({}), take)).toEqual({ '2020-03': '85.0000' });
    expect(of(bank, target({ publisher_account: 'pub-2' }), take)).toEqual({
      '2020-03': '100.0000',
    });
    expect(of(bank, target({ network: 'adsterra.com' }), take)).toEqual({ '2020-03': '100.0000' });
    expect(
      of({ ...bank, publisher_account: null }, target({ publisher_account: null }), take),
    ).toEqual({
      '2020-03': '100.0000',
    });
  });

  test('what several claim is nobody\u2019s', () => {
    const sites = [site('films.tv', 'films'), site('x.tv', 'one'), site('x.tv', 'two')];
    const evidence = evidenceOf([bank, target({ site: 'x.tv' }), take], { sites });
    expect(floorText(evidence)).toEqual({ '2020-03': '85.0000' });
    expect(floorText(evidence, { operation: 'one' })).toEqual({});
  });
});

describe('taking in proportion', () => {
  const cell = { month: 0, days: 1n, periodDays: 1n, propertyShare: 1n, publisherShare: 1n };
  const taken = (left: bigint[], eur: bigint) => {
    const { documented } = floors(evidenceOf([flow('f', MARCH)]));
    const [one] = documented.holdings;
    if (one === undefined) throw new Error('one flow');
    const parts = left.map((each) => ({ cell, paid: each, left: each }));
    takeInProportion({ ...one, parts }, eur);
    return parts.map((part) => part.left);
  };

  test('takes from positive parts, each cut up', () => {
    expect(taken([10n, 20n, -5n, 0n], 10n)).toEqual([6n, 13n, -5n, 0n]);
    expect(taken([10n, 20n], 30n)).toEqual([0n, 0n]);
    expect(taken([-5n], 0n)).toEqual([-5n]);
    expect(taken([10n, 20n], 0n)).toEqual([10n, 20n]);
  });
});
