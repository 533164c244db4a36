import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import {
  account,
  evidenceOf,
  floorText,
  floors,
  flow,
  inMonth,
  reversal,
} from '../flow-records.ts';

const LINES = ['advertising', 'file_host', 'subscription', 'donation', 'other'] as const;
const of = (...flows: FlowRecord[]) => floorText(evidenceOf(flows));
const month = (id: string, in_: string, amount: string, fields: object = {}) =>
  flow(id, { ...inMonth(in_), amount, ...fields });
const take = (amount: string, fields: object = {}) => reversal('r', null, { amount, ...fields });

describe('M-UNPLACED: a reversal that names nothing known', () => {
  const YEAR = ['2020-01', '2020-02', '2020-03', '2020-04'].map((each, at) =>
    month(`f${String(at)}`, each, '10'),
  );
  const MARCH = inMonth('2020-03');
  const left = (fields: object) =>
    ['01', '02', '03', '04'].map((each) => of(...YEAR, take('5', fields))[`2020-${each}`]);

  test('is taken from its own month: period end, else value date, else statement date', () => {
    const MAR = ['10.0000', '10.0000', '5.0000', '10.0000'];
    const dates = { value_date: '2020-03-31', statement_date: '2020-02-01' };
    const period = {
      period_start: '2020-02-01',
      period_end: '2020-03-01',
      value_date: '2020-04-01',
    };
    expect(left(period)).toEqual(MAR);
    expect(left(dates)).toEqual(MAR);
    expect(left({ statement_date: '2020-03-01' })).toEqual(MAR);
  });

  test('then from earlier months backwards, then from later ones', () => {
    expect(of(...YEAR, take('15', MARCH))).toMatchObject({
      '2020-02': '5.0000',
      '2020-03': 'only_taken_back',
    });
    expect(of(...YEAR, take('25', MARCH))).toMatchObject({
      '2020-01': '5.0000',
      '2020-04': '10.0000',
    });
    expect(of(...YEAR, take('35', MARCH))).toMatchObject({
      '2020-01': 'only_taken_back',
      '2020-04': '5.0000',
    });
    const later = [month('g', '2020-05', '10'), ...[...YEAR].reverse()];
    expect(of(...later, take('35', MARCH))).toMatchObject({
      '2020-04': '5.0000',
      '2020-05': '10.0000',
    });
    expect(of(...YEAR, take('100', MARCH))).toMatchObject({ '2020-04': 'only_taken_back' });
  });

  test('of no day at all it begins with the last month', () => {
    const dateless = reversal('r', 'unknown', { amount: '15' });
    expect(of(...YEAR, dateless)).toMatchObject({
      '2020-03': '5.0000',
      '2020-04': 'only_taken_back',
    });
  });

  test('says in each month how much came so', () => {
    const { months } = floors(evidenceOf([...YEAR, take('15', MARCH)]));
    expect(months.map(({ unplacedReversals }) => unplacedReversals)).toEqual([
      0n,
      50_000n,
      100_000n,
      0n,
    ]);
  });

  test('within a month from subscription, donation, file_host, other, advertising', () => {
    const flows = LINES.map((line) => month(line, '2020-03', '10', { line }));
    const lines = (amount: string) => {
      const [first] = floors(evidenceOf([...flows, take(amount, MARCH)])).months;
      return [...(first?.documentedLines ?? [])]
        .map(([line, eur]) => `${line} ${String(eur / 10_000n)}`)
        .sort();
    };
    expect(lines('5')).toEqual([
      'advertising 10',
      'donation 10',
      'file_host 10',
      'other 10',
      'subscription 5',
    ]);
    expect(lines('15')).toContain('donation 5');
    expect(lines('25')).toContain('file_host 5');
    expect(lines('35')).toContain('other 5');
    expect(lines('45')).toContain('advertising 5');
  });

  test('of its key first, and then of all keys', () => {
    const flows = [
      month('f', '2020-03', '10'),
      month('g', '2020-03', '7', { network: 'adsterra.com' }),
    ];
    expect(of(...flows, take('9', MARCH))).toEqual({ '2020-03': '8.0000' });
    expect(of(...flows, take('12', MARCH))).toEqual({ '2020-03': '5.0000' });
    const [first] = floors(evidenceOf([...flows, take('12', MARCH)])).months;
    expect(first?.unplacedReversals).toBe(120_000n);
    const [f] = flows;
    const later = month('g', '2020-04', '7', { network: 'adsterra.com' });
    if (f === undefined) throw new Error('two flows');
    expect(of(f, later, take('5', inMonth('2020-04')))).toEqual({
      '2020-03': '5.0000',
      '2020-04': '7.0000',
    });
  });

  test('of the key unknown from all money, after those of a key', () => {
    const flows = [
      month('f', '2020-03', '10'),
      month('g', '2020-03', '7', { network: 'adsterra.com' }),
    ];
    expect(of(...flows, take('12', { ...MARCH, network: null }))).toEqual({ '2020-03': '5.0000' });
    const both = [
      take('12', { ...MARCH, network: null, value_date: '2020-03-01' }),
      take('10', { ...MARCH, flow_id: 'q', value_date: '2020-04-01' }),
    ];
    // First 10 of popads, then 12 of 7.
    expect(of(...flows, ...both)).toEqual({ '2020-03': 'only_taken_back' });
    const later = month('h', '2020-04', '20', { network: 'adsterra.com' });
    expect(of(...flows, later, ...both)).toEqual({
      '2020-03': 'only_taken_back',
      '2020-04': '15.0000',
    });
  });

  test('of a key whose side is not chosen from all money of the chosen side', () => {
    const flows = [
      month('f', '2020-03', '10'),
      month('b', '2021-03', '50', { source: 'bank', network: null }),
    ];
    expect(of(...flows, take('4', MARCH))).toEqual({
      '2020-03': 'other_side_counts',
      '2021-03': '46.0000',
    });
  });

  test('of the key unknown once from money of the key unknown', () => {
    const bank = month('b', '2020-03', '50', { network: null });
    expect(of(bank, take('4', { ...MARCH, network: null }))).toEqual({ '2020-03': '46.0000' });
  });

  test('without a rate takes nothing of another operation', () => {
    const series = month('s', '2020-03', '50', { site: 'series.tv' });
    const lost = take('1', { ...MARCH, currency: 'USD', site: 'series.tv' });
    expect(of(...YEAR, series, lost)).toMatchObject({ '2020-03': '10.0000' });
  });

  test('without a rate takes everything', () => {
    const flows = [
      month('f', '2020-03', '10'),
      month('g', '2020-04', '7', { network: 'adsterra.com' }),
    ];
    expect(of(...flows, take('1', { ...MARCH, currency: 'USD' }))).toEqual({
      '2020-03': 'only_taken_back',
      '2020-04': 'only_taken_back',
    });
  });

  test('in dispute takes for each key the largest, in one order', () => {
    const flows = [...YEAR, month('g', '2020-03', '10', { network: 'adsterra.com' })];
    const contents = [
      take('6', MARCH),
      take('3', MARCH),
      take('4', { ...MARCH, network: 'adsterra.com' }),
    ];
    expect(of(...flows, ...contents)).toMatchObject({ '2020-03': '10.0000' });
    const dateless = reversal('q', 'unknown', { amount: '1' });
    expect(of(...flows, ...contents, dateless)).toMatchObject({ '2020-04': '9.0000' });
  });

  test('in order of dates, source and flow_id, with one result', () => {
    const takes = [
      take('6', { ...MARCH, flow_id: 'a' }),
      take('6', { ...inMonth('2020-02'), flow_id: 'b' }),
    ];
    const result = { '2020-02': '4.0000', '2020-03': '4.0000' };
    expect(of(...YEAR, ...takes)).toMatchObject(result);
    expect(of(...YEAR, ...takes.reverse())).toMatchObject(result);
  });
});

describe('M-UNPLACED: a reversal whose target is found by its id', () => {
  const PUB = { publisher_account: 'pub-1' };
  const f = month('f', '2020-01', '10', { ...PUB, source: 'bank' });
  const g = month('g', '2020-03', '10', { ...PUB, source: 'bank' });
  const named = (id: string, fields: object = {}) =>
    reversal('r', id, { amount: '4', ...inMonth('2020-03'), ...PUB, ...fields });
  const TARGET = { '2020-01': '6.0000', '2020-03': '10.0000' };
  const UNPLACED = { '2020-01': '10.0000', '2020-03': '6.0000' };

  test('in any source, of its key and account', () => {
    expect(of(f, g, named('f'))).toEqual(TARGET);
    expect(of(f, g, named('x'))).toEqual(UNPLACED);
    expect(of(f, g, named('f', { publisher_account: 'pub-2' }))).toEqual(UNPLACED);
    expect(of(f, g, named('f', { network: null }))).toEqual(UNPLACED);
    const bare = [f, g].map((one) => ({ ...one, publisher_account: null }));
    expect(of(...bare, named('f', { publisher_account: null }))).toEqual(UNPLACED);
  });

  test('only if exactly one has it', () => {
    const other = { ...f, source: 'dash', amount: '1' };
    expect(of(f, g, other, named('f'))).toMatchObject(UNPLACED);
    expect(of(f, g, { ...other, status: 'accrued' as const }, named('f'))).toMatchObject(TARGET);
  });

  test('only if what it names is not in the records', () => {
    const accrued = month('f', '2020-03', '1', { ...PUB, status: 'accrued' });
    // It names the accrued flow of its own source. M-GONE takes from the bank, in order of periods.
    expect(of(f, g, accrued, named('f'))).toMatchObject({ '2020-01': '6.0000' });
    const later = month('f', '2022-03', '10', { ...PUB, status: 'accrued' });
    expect(of(f, g, later, named('f'))).toMatchObject({
      '2020-01': '10.0000',
      '2020-03': '10.0000',
    });
  });

  test('pieces of one line are one flow', () => {
    const line = month('f', '2020-01', '10', { ...PUB, source: 'bank', status: 'accrued' });
    const pay = (id: string) =>
      flow(id, {
        ...PUB,
        source: 'bank',
        value_date: '2020-02-10',
        amount: '5',
        settles: ['f'],
        line: id === 'p' ? 'other' : 'donation',
      });
    expect(of(line, g, pay('p'), pay('q'), named('f'))).toMatchObject(TARGET);
  });

  test('a total that was dropped is unplaced', () => {
    const flows = [
      month('a', '2020-01', '10'),
      month('b', '2020-02', '10'),
      flow('t', { period_start: '2020-01-01', period_end: '2020-02-29', amount: '20' }),
    ];
    expect(of(...flows, reversal('r', 't', { amount: '4', ...inMonth('2020-01') }))).toEqual({
      '2020-01': '6.0000',
      '2020-02': '10.0000',
    });
  });
});

describe('M-UNPLACED: a reversal without an operation', () => {
  const PUB = { publisher_account: 'pub-1' };
  const films = month('f', '2020-03', '100', PUB);
  const series = month('s', '2020-03', '50', { ...PUB, site: 'series.tv' });
  const lost = (fields: object = {}) =>
    take('10', { ...inMonth('2020-03'), ...PUB, site: null, ...fields });
  const each = (flows: FlowRecord[], more = {}) =>
    ['films', 'series.tv', 'other'].map(
      (operation) => floorText(evidenceOf(flows, more), { operation })['2020-03'],
    );

  test('is taken in full from every operation that was paid through its account on its key', () => {
    expect(each([films, series, lost()])).toEqual(['90.0000', '40.0000', undefined]);
    expect(each([films, series, lost({ publisher_account: 'pub-2' })])).toEqual([
      '100.0000',
      '50.0000',
      undefined,
    ]);
    expect(each([films, series, lost({ publisher_account: null })])).toEqual([
      '100.0000',
      '50.0000',
      undefined,
    ]);
    expect(each([films, { ...series, network: 'adsterra.com' }, lost()])).toEqual([
      '90.0000',
      '50.0000',
      undefined,
    ]);
  });

  test('so is one of an operation without money on its key', () => {
    expect(each([films, series, lost({ site: 'new.tv' })])).toEqual([
      '90.0000',
      '40.0000',
      undefined,
    ]);
    expect(each([films, series, lost({ site: 'series.tv' })])).toEqual([
      '100.0000',
      '40.0000',
      undefined,
    ]);
    const elsewhere = month('n', '2020-03', '1', { site: 'new.tv', network: 'adsterra.com' });
    expect(each([films, series, elsewhere, lost({ site: 'new.tv' })])).toEqual([
      '90.0000',
      '40.0000',
      undefined,
    ]);
  });

  test('also where there is money of nobody', () => {
    const nobodys = month('n', '2020-03', '1', { ...PUB, site: null });
    expect(each([films, series, nobodys, lost()])).toEqual(['90.0000', '40.0000', undefined]);
  });

  test('by the account as the registry has it', () => {
    const accounts = [account('pub-1', 'films', { network: 'popads.net' })];
    expect(each([films, series, lost()], { accounts })).toEqual(['90.0000', '50.0000', undefined]);
  });

  test('without a share of its own it takes the rest of its shares', () => {
    const shares = { site_shares: [{ site: 'films.tv', share: '0.25' }] };
    expect(each([films, series, lost(shares)])).toEqual(['90.0000', '42.5000', undefined]);
  });
});
