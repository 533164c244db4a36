import { describe, expect, test } from 'vitest';
import type { RefusedTakeBack } from '../../../pipeline/method/evidence.ts';
import { refusedTakeBack } from '../../../pipeline/method/refused-record.ts';
import {
  account,
  evidenceOf,
  floorText,
  floors,
  flow,
  inMonth,
  refused,
  site,
} from '../flow-records.ts';

const PUB = { publisher_account: 'pub-1' };
const FLOWS = [
  flow('f', { ...inMonth('2020-03'), ...PUB }),
  flow('g', { ...inMonth('2020-04'), ...PUB }),
];
const PERIOD = { period_start: '2020-04-01', period_end: '2020-04-30' };

/** Months that say that a take-back was refused. */
function said(one: Partial<RefusedTakeBack>, more: object = {}, flows = FLOWS): string[] {
  const evidence = evidenceOf(flows, { refused: [refused(one)], ...more });
  return floors(evidence)
    .months.filter(({ reasons }) => reasons.includes('refused_take_back'))
    .map(({ month }) => month);
}

const BOTH = ['2020-03', '2020-04'];

describe('M-REFUSED: the months of a refused take-back', () => {
  test('say so, where site and period can be read', () => {
    expect(said({ site: 'films.tv', ...PERIOD })).toEqual(['2020-04']);
    expect(said({ site: 'series.tv', ...PERIOD })).toEqual([]);
    expect(
      said({ site: 'films.tv', period_start: '2020-03-31', period_end: '2020-04-01' }),
    ).toEqual(BOTH);
    const evidence = evidenceOf(FLOWS, { refused: [refused({ site: 'films.tv', ...PERIOD })] });
    expect(floorText(evidence)).toEqual({ '2020-03': '100.0000', '2020-04': '100.0000' });
  });

  test('or account and period', () => {
    const accounts = [account('pub-1', 'films', { network: 'popads.net' })];
    expect(said({ publisher_account: 'pub-1', ...PERIOD }, { accounts })).toEqual(['2020-04']);
    const rival = [account('pub-1', 'rival', { network: 'popads.net' })];
    expect(said({ publisher_account: 'pub-1', ...PERIOD }, { accounts: rival })).toEqual([]);
  });

  test('only the days on which the site was of the operation', () => {
    const sites = [site('films.tv', 'films', { valid_to: '2020-03-31' })];
    const period = { period_start: '2020-03-01', period_end: '2020-04-30' };
    expect(said({ site: 'films.tv', ...period }, { sites })).toEqual(['2020-03']);
  });

  test('else all months with counting flows of the source and account', () => {
    expect(said({})).toEqual(BOTH);
    expect(said({ source: 'bank' })).toEqual([]);
    expect(said({ publisher_account: 'pub-1' })).toEqual(BOTH);
    expect(said({ publisher_account: 'pub-2' })).toEqual([]);
    expect(said({ site: 'films.tv' })).toEqual(BOTH);
    expect(said({ site: 'films.tv', period_start: '2020-04-01' })).toEqual(BOTH);
    expect(said({ site: 'films.tv', period_end: '2020-04-30' })).toEqual(BOTH);
    expect(said(PERIOD)).toEqual(BOTH);
  });

  test('where nobody is known to have the account', () => {
    expect(said({ publisher_account: 'pub-1', ...PERIOD })).toEqual(BOTH);
    expect(said({ publisher_account: 'pub-2', ...PERIOD })).toEqual([]);
    // Only of some of the days.
    const april = { network: 'popads.net', valid_from: '2020-04-01' };
    const sinceApril = [account('pub-1', 'films', april)];
    const long = { period_start: '2020-03-01', period_end: '2020-04-30' };
    expect(said({ publisher_account: 'pub-1', ...long }, { accounts: sinceApril })).toEqual(BOTH);
    // Several rows differ.
    const accounts = ['films', 'rival'].map((one) =>
      account('pub-1', one, { network: 'popads.net' }),
    );
    expect(said({ publisher_account: 'pub-1', ...PERIOD }, { accounts })).toEqual(BOTH);
    // The network cannot be read.
    const ofFilms = [account('pub-1', 'films', { network: 'popads.net' })];
    const unread = { publisher_account: 'pub-1', network: null, ...PERIOD };
    expect(said(unread, { accounts: ofFilms })).toEqual(BOTH);
  });

  test('where the site is no property, or the period ends before it begins', () => {
    expect(said({ site: 'films.tv/page', ...PERIOD })).toEqual(BOTH);
    expect(
      said({ site: 'films.tv', period_start: '2020-04-30', period_end: '2020-04-01' }),
    ).toEqual(BOTH);
    expect(
      said({ site: 'films.tv', period_start: '2020-04-30', period_end: '2020-04-30' }),
    ).toEqual(['2020-04']);
  });

  test('only flows that count', () => {
    const other = flow('d', { ...inMonth('2020-03'), source: 'dash', amount: '1' });
    expect(said({ source: 'dash' }, {}, [...FLOWS, other])).toEqual([]);
  });

  test('of any of the sources', () => {
    const bank = flow('b', { ...inMonth('2022-03'), source: 'bank' });
    expect(said({}, {}, [...FLOWS, bank])).toEqual([...BOTH, '2022-03']);
  });

  test('several add up', () => {
    const two = [refused({ site: 'films.tv', ...PERIOD }), refused({ source: 'bank' })];
    const evidence = evidenceOf(FLOWS, { refused: [...two, refused()] });
    expect(floors(evidence).months.map(({ reasons }) => reasons)).toEqual([
      ['refused_take_back'],
      ['refused_take_back'],
    ]);
  });

  test('beside the reason why a month has no figure', () => {
    const nothing = flow('f', { ...inMonth('2020-04'), amount: '0' });
    const evidence = evidenceOf([nothing], { refused: [refused({ site: 'films.tv', ...PERIOD })] });
    expect(floorText(evidence)).toEqual({ '2020-04': 'nothing_paid, refused_take_back' });
  });
});

describe('M-REFUSED: what of a refused record shows that it takes money back', () => {
  const record = { source: 's', amount: '-5', site: 'films.tv', ...PERIOD };
  const readable = {
    source: 's',
    network: null,
    site: 'films.tv',
    publisher_account: null,
    ...PERIOD,
  };

  test('a negative amount, as text or number', () => {
    expect(refusedTakeBack(record)).toEqual(readable);
    expect(refusedTakeBack({ ...record, amount: ' -0.01' })).toEqual(readable);
    expect(refusedTakeBack({ ...record, amount: -5 })).toEqual(readable);
    expect(refusedTakeBack({ ...record, amount: 5 })).toBeNull();
    expect(refusedTakeBack({ ...record, amount: '5-' })).toBeNull();
    expect(refusedTakeBack({ ...record, amount: null })).toBeNull();
  });

  test('the status reversed', () => {
    expect(refusedTakeBack({ ...record, amount: null, status: 'reversed' })).toEqual(readable);
    expect(refusedTakeBack({ ...record, amount: '5', status: 'paid' })).toBeNull();
    expect(refusedTakeBack({ ...record, status: 7 })).toEqual(readable);
  });

  test('what cannot be read of it is not known', () => {
    const odd = {
      ...record,
      site: '',
      network: 4,
      period_start: '2020-02-30',
      publisher_account: 'p',
    };
    expect(refusedTakeBack(odd)).toEqual({
      ...readable,
      site: null,
      period_start: null,
      publisher_account: 'p',
    });
  });

  test('without a source it is no record', () => {
    expect(refusedTakeBack({ amount: '-5' })).toBeNull();
    expect(refusedTakeBack('text')).toBeNull();
  });
});
