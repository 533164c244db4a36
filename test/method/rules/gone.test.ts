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
  site,
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

describe('M-GONE: what one source shows to be gone is gone for all', () => {
  test('a reversal of money that does not count takes from what counts', () => {
    expect(march(bank('b', '100'), told('f', '40'), take('r', 'f', '15'))).toBe('85.0000');
  });

  test('at most what is left', () => {
    expect(march(bank('b', '100'), told('f', '40'), take('r', 'f', '99.99'))).toBe('0.0100');
    expect(march(bank('b', '100'), told('f', '40'), take('r', 'f', '150'))).toBe('only_taken_back');
    const own = reversal('o', 'b', { source: 'bank', amount: '30' });
    expect(gone(bank('b', '100'), own, told('f', '40'), take('r', 'f', '150'))).toEqual([
      'r from b 70.0000000000',
    ]);
  });

  test('several follow each other', () => {
    const flows = [bank('b', '100'), told('f', '40'), take('r1', 'f', '60'), take('r2', 'f', '70')];
    expect(gone(...flows)).toEqual(['r1 from b 60.0000000000', 'r2 from b 40.0000000000']);
    const dated = [
      take('r1', 'f', '60', { value_date: '2020-05-02' }),
      take('r2', 'f', '70', { value_date: '2020-05-01' }),
    ];
    const later = { statement_date: '2020-05-02' };
    const sooner = between('2020-04-01', '2020-05-01');
    const stated = [take('r1', 'f', '60', later), take('r2', 'f', '70', sooner)];
    expect(gone(bank('b', '100'), told('f', '40'), ...stated)).toEqual([
      'r2 from b 70.0000000000',
      'r1 from b 30.0000000000',
    ]);
    const none = [take('r1', 'f', '60', later), take('r2', 'f', '70')];
    expect(gone(bank('b', '100'), told('f', '40'), ...none)[0]).toBe('r2 from b 70.0000000000');
    const dates = { value_date: '2020-05-03', statement_date: '2020-05-01' };
    const first = [take('r1', 'f', '60', dates), take('r2', 'f', '70', later)];
    expect(gone(bank('b', '100'), told('f', '40'), ...first)[0]).toBe('r2 from b 70.0000000000');
    const isFirst = (one: object, other: object) => {
      const two = [take('r1', 'f', '60', one), take('r2', 'f', '70', other)];
      return gone(bank('b', '100'), told('f', '40'), ...two)[0] === 'r1 from b 60.0000000000';
    };
    const april = between('2020-04-01', '2020-04-02');
    expect(
      isFirst({ ...april, statement_date: '2020-05-02' }, { statement_date: '2020-05-01' }),
    ).toBe(false);
    expect(isFirst(between('2020-04-01', '2020-05-05'), later)).toBe(false);
    const june = between('2020-06-01', '2020-06-30');
    expect(isFirst({ ...june, value_date: '2020-05-01' }, later)).toBe(true);
    expect(gone(bank('b', '100'), told('f', '40'), ...dated)).toEqual([
      'r2 from b 70.0000000000',
      'r1 from b 30.0000000000',
    ]);
  });

  test('in order of period start, source, flow_id', () => {
    const line = { line: 'donation' };
    const flows = [
      bank('b', '10', line),
      bank('a', '10'),
      bank('d', '10', between('2020-02-20', '2020-02-25')),
      bank('c', '1000'),
      told('f', '40'),
      take('r', 'f', '25'),
    ];
    const found = ['r from d 10.0000000000', 'r from a 10.0000000000', 'r from b 5.0000000000'];
    expect(gone(...flows)).toEqual(found);
    expect(gone(...[...flows].reverse())).toEqual(found);
  });

  test('of one line that several payments paid, in order of the payments', () => {
    const pay = (id: string, amount: string) =>
      flow(id, { source: 'bank', value_date: '2020-04-10', amount, settles: ['l'] });
    const flows = [
      bank('l', '20', { status: 'accrued' }),
      pay('q', '9'),
      pay('p', '11'),
      bank('b', '1000'),
      told('f', '40'),
      take('r', 'f', '15'),
    ];
    const { chosen } = floors(evidenceOf(flows)).documented;
    const found = chosen.gone.map(({ holding, eur }) => [holding.flow.payment ?? 'b', eur]);
    // The windows of p and q end before that of b.
    expect(found).toEqual([
      ['bank\0p', 110_000_000_000n],
      ['bank\0q', 40_000_000_000n],
    ]);
    const more = floors(evidenceOf([...flows, take('s', 'f', '1005')])).documented.chosen.gone;
    expect(more.slice(-2).map(({ holding, eur }) => [holding.flow.payment ?? 'b', eur])).toEqual([
      ['bank\0q', 50_000_000_000n],
      ['b', 10_000_000_000_000n],
    ]);
  });

  test('from its months in proportion to what is left of them, cut up', () => {
    const long = bank('b', '91', between('2020-01-01', '2020-03-31'));
    const flows = [long, told('f', '40', inMonth('2020-02')), take('r', 'f', '9.1')];
    expect(floorText(evidenceOf(flows))).toMatchObject({
      '2020-01': '27.9000',
      '2020-02': '26.1000',
      '2020-03': '27.9000',
    });
    const odd = [long, told('f', '40', inMonth('2020-02')), take('r', 'f', '10')];
    // 10 x 31 / 91 = 3.40659340659..., 10 x 29 / 91 = 3.18681318681...
    const { chosen } = floors(evidenceOf(odd)).documented;
    const left = chosen.groups
      .flatMap(({ counting }) => [...counting])
      .flatMap(({ parts }) => parts.map(({ left }) => left));
    expect(left).toEqual([275_934_065_934n, 258_131_868_131n, 275_934_065_934n]);
  });

  test('from flows whose windows meet that of the target', () => {
    const disputed = (month: string) => [
      told('f', '40', { ...inMonth(month), value_date: `${month}-28` }),
      told('f', '41', { ...inMonth(month), value_date: `${month}-28` }),
    ];
    const paid = bank('b', '100', { value_date: '2020-04-01' });
    // From 2020-02-20 to 2020-04-11.
    expect(march(paid, ...disputed('2020-04'), take('r', 'f', '15'))).toBe('85.0000');
    expect(march(paid, ...disputed('2020-05'), take('r', 'f', '15'))).toBe('100.0000');
    expect(march(paid, ...disputed('2020-02'), take('r', 'f', '15'))).toBe('85.0000');
    expect(march(paid, ...disputed('2020-01'), take('r', 'f', '15'))).toBe('100.0000');
    const day = (date: string) => [
      told('f', '40', { ...between(date, date), value_date: date }),
      told('f', '41', { ...between(date, date), value_date: date }),
    ];
    expect(march(paid, ...day('2020-04-21'), take('r', 'f', '15'))).toBe('85.0000');
    expect(march(paid, ...day('2020-04-22'), take('r', 'f', '15'))).toBe('100.0000');
    expect(march(paid, ...day('2020-02-10'), take('r', 'f', '15'))).toBe('85.0000');
    expect(march(paid, ...day('2020-02-09'), take('r', 'f', '15'))).toBe('100.0000');
  });

  test('among flows of very different windows', () => {
    const flows = [
      bank('short', '10', { ...between('2020-03-20', '2020-03-20'), value_date: '2020-03-21' }),
      bank('long', '10', { ...between('2019-01-01', '2019-01-31'), value_date: '2020-03-25' }),
      bank('late', '10', { ...between('2020-06-01', '2020-06-30'), value_date: '2020-03-25' }),
      bank('other', '1000', { ...between('2019-06-01', '2019-06-30'), value_date: '2019-07-01' }),
      told('f', '9', { ...between('2020-03-24', '2020-03-24'), value_date: '2020-03-24' }),
      take('r', 'f', '90'),
    ];
    expect(gone(...flows)).toEqual([
      'r from short 10.0000000000',
      'r from long 10.0000000000',
      'r from late 10.0000000000',
    ]);
  });

  test('of its own key and of the key unknown; of the key unknown from every key', () => {
    const ofKey = (network: string | null) =>
      march(bank('b', '100'), told('f', '40', { network }), take('r', 'f', '15'));
    expect(ofKey('adsterra.com')).toBe('125.0000');
    expect(ofKey(null)).toBe('85.0000');
    const unknown = [bank('b', '100', { network: null }), told('f', '40'), take('r', 'f', '15')];
    expect(march(...unknown)).toBe('85.0000');
  });

  test('also from the other group of the same source', () => {
    const payment = flow('p', { source: 'dash', value_date: '2020-03-15', amount: '100' });
    expect(march(payment, told('f', '40'), take('r', 'f', '15'))).toBe('85.0000');
  });

  test('not from its own group', () => {
    const contents = [told('f', '40', { line: 'other' }), told('f', '41', { line: 'other' })];
    expect(march(told('g', '100'), ...contents, take('r', 'f', '15'))).toBe('100.0000');
    const disjoint = [{ network: null, sources: ['bank', 'dash'] }];
    const evidence = evidenceOf([bank('b', '100'), ...contents, take('r', 'f', '15')]);
    expect(floorText(evidence)['2020-03']).toBe('85.0000');
    expect(floorText(evidence, { reference: { disjoint } })['2020-03']).toBe('100.0000');
  });

  test('also where the target does not count: in dispute, without a rate, accrued', () => {
    const disputed = [told('f', '40'), told('f', '41')];
    expect(march(bank('b', '100'), ...disputed, take('r', 'f', '15'))).toBe('85.0000');
    const dollar = told('f', '40', { currency: 'USD' });
    expect(march(bank('b', '100'), dollar, take('r', 'f', '15'))).toBe('85.0000');
    const accrued = told('f', '40', { status: 'accrued' });
    expect(march(bank('b', '100'), accrued, take('r', 'f', '15'))).toBe('85.0000');
  });

  test('as far as the target is of the operation', () => {
    const sites = [
      site('films.tv', 'films', { valid_from: '2020-03-01' }),
      site('films.tv', 'seller', { valid_to: '2020-02-29' }),
    ];
    const quarter = between('2020-01-01', '2020-03-31');
    const contents = ['91', '92'].map((amount) => told('f', amount, quarter));
    const evidence = evidenceOf([bank('b', '100'), ...contents, take('r', 'f', '91')], { sites });
    // 31 of 91 days.
    expect(floorText(evidence)['2020-03']).toBe('69.0000');
  });

  test('of a target in dispute the content that loses most', () => {
    const contents = [
      told('f', '40'),
      told('f', '40', { site: null, site_shares: [{ site: 'films.tv', share: '0.5' }] }),
    ];
    expect(march(bank('b', '100'), ...contents, take('r', 'f', '15'))).toBe('85.0000');
    expect(march(bank('b', '100'), ...contents.reverse(), take('r', 'f', '15'))).toBe('85.0000');
  });

  test('at the highest of its rates; without a rate all', () => {
    const rates = dollars({ '2020-04-01': '0.8', '2020-04-10': '0.9', '2020-05-01': '2' });
    const usd = told('f', '40', {
      currency: 'USD',
      value_date: '2020-04-01',
      statement_date: '2020-04-10',
    });
    const reversed = take('r', 'f', '10', { currency: 'USD', value_date: '2020-05-01' });
    const flows = [bank('b', '100'), usd, reversed];
    expect(floorText(evidenceOf(flows), { reference: { rates } })['2020-03']).toBe('91.0000');
    expect(march(...flows)).toBe('only_taken_back');
    const inEuro = take('r', 'f', '10', { value_date: '2020-05-01' });
    expect(march(bank('b', '100'), told('f', '40'), inEuro)).toBe('90.0000');
    // Of two currencies the dates of both.
    const euros = told('f', '40', { value_date: '2020-04-01' });
    const mixed = [
      bank('b', '100'),
      euros,
      take('r', 'f', '10', { currency: 'USD', value_date: '2020-04-10' }),
    ];
    expect(floorText(evidenceOf(mixed), { reference: { rates } })['2020-03']).toBe('91.0000');
  });

  test('a reversal that was passed on to what counts takes nothing from others', () => {
    const up = { upstream: [{ source: 'statement', flow_id: 'u' }] };
    const flows = (month: string) => [
      flow('u', { ...MARCH, amount: '100' }),
      flow('h', { ...inMonth(month), source: 'agent', amount: '80', ...up }),
      bank('b', '500'),
      reversal('r', 'u', { amount: '10' }),
    ];
    // The supersession takes 100.
    const found = floorText(evidenceOf(flows('2021-03')));
    expect(found).toMatchObject({ '2020-03': '400.0000', '2021-03': '70.0000' });
    // The hop does not count.
    expect(march(...flows('2020-03'))).toBe('390.0000');
  });
});

test('take-backs come in the order in which their windows end, so that none lacks what it needs', () => {
  const feb = between('2020-02-01', '2020-03-31');
  const flows = [
    bank('x', '100', { ...inMonth('2020-01'), value_date: '2020-02-05' }),
    bank('y', '100', { ...inMonth('2020-03'), value_date: '2020-04-05' }),
    bank('z', '20', { ...inMonth('2020-06'), value_date: '2020-07-05' }),
    told('bx', '100', { ...inMonth('2020-01'), value_date: '2020-02-05' }),
    told('by', '100', { ...feb, value_date: '2020-04-05' }),
    take('ry', 'by', '100', { value_date: '2020-04-20' }),
    take('rx', 'bx', '100', { value_date: '2020-05-20' }),
  ];
  expect(gone(...flows)).toEqual(['rx from x 100.0000000000', 'ry from y 100.0000000000']);
});

describe('money that was passed on to an operation', () => {
  const upstream = [{ source: 'net', flow_id: 'u' }];
  const u = flow('u', { ...MARCH, source: 'net', amount: '100', site: 'series.tv' });
  const back = reversal('r', 'u', { source: 'net', amount: '100', site: 'series.tv' });
  const hop = { ...MARCH, source: 'desk', network: 'Desk SARL', upstream };
  const ledger = flow('l', { ...MARCH, source: 'ledger', network: 'Desk SARL', amount: '90' });

  test('is taken from copies of a hop that is in dispute, or not paid yet', () => {
    const disputed = [flow('h', { ...hop, amount: '90' }), flow('h', { ...hop, amount: '1' })];
    expect(march(u, back, ...disputed, ledger)).toBe('only_taken_back');
    const owed = flow('h', { ...hop, status: 'accrued', amount: '90' });
    expect(march(u, back, owed, ledger)).toBe('only_taken_back');
    // Without the take-back the ledger counts.
    expect(march(u, ...disputed, ledger)).toBe('90.0000');
  });

  test('has no hop where both contents in dispute take back', () => {
    const disputed = [
      reversal('h', null, { ...hop, amount: '5' }),
      reversal('h', null, { ...hop, amount: '6' }),
    ];
    expect(march(u, back, ...disputed, ledger)).toBe('84.0000');
  });
});

describe('a take-back above the amount of its target', () => {
  const all = [
    bank('b', '100', { value_date: '2020-04-10' }),
    bank('other', '50', inMonth('2021-03')),
  ];
  const f = told('f', '40', { value_date: '2020-04-10' });

  test('takes what is above it from other money where it is not found', () => {
    const flows = [...all, f, take('r', 'f', '110', { value_date: '2020-05-01' })];
    // 100 in its window; 10 of the 70 above the target from elsewhere.
    expect(floorText(evidenceOf(flows))).toEqual({
      '2020-03': 'only_taken_back, other_source_counts',
      '2021-03': '40.0000',
    });
  });

  test('but no more than that', () => {
    const large = told('f', '95', { value_date: '2020-04-10' });
    const small = [
      bank('b', '97', { value_date: '2020-04-10' }),
      bank('o', '50', inMonth('2021-03')),
    ];
    const flows = [...small, large, take('r', 'f', '95', { value_date: '2020-05-01' })];
    expect(floorText(evidenceOf(flows))['2021-03']).toBe('50.0000');
  });

  test('in another currency takes nothing from elsewhere', () => {
    const rates = dollars({ '2020-04-10': '1', '2020-05-01': '1' });
    const flows = [...all, f, take('r', 'f', '110', { currency: 'USD', value_date: '2020-05-01' })];
    expect(floorText(evidenceOf(flows), { reference: { rates } })['2021-03']).toBe('50.0000');
  });
});
