import { describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../../pipeline/method/network.ts';
import { account, evidenceOf, floorText, flow, inMonth } from '../flow-records.ts';

const PUBLISHER = { network: 'popads.net', account_type: 'publisher' as const };
const IBAN = 'DE44500105175407324931';
const MARCH = { ...inMonth('2020-03'), amount: '310', site: null };
const ofFilms = (flows: ReturnType<typeof flow>[], accounts: ReturnType<typeof account>[]) =>
  floorText(evidenceOf(flows, { accounts }));

describe('M-ACCOUNT: a flow without site and shares', () => {
  const paid = flow('f1', { ...MARCH, publisher_account: 'pub-1' });

  test('goes to the operation of its publisher account at its network', () => {
    expect(ofFilms([paid], [account('pub-1', 'films', PUBLISHER)])).toEqual({
      '2020-03': '310.0000',
    });
    expect(ofFilms([paid], [account('pub-2', 'films', PUBLISHER)])).toEqual({});
    expect(
      ofFilms([paid], [account('pub-1', 'films', { ...PUBLISHER, network: 'adsterra.com' })]),
    ).toEqual({});
    expect(
      ofFilms([paid], [account('pub-1', 'films', { ...PUBLISHER, network: 'www.popads.net' })]),
    ).toEqual({ '2020-03': '310.0000' });
  });

  test('a row with a network and no type is of a publisher account', () => {
    expect(ofFilms([paid], [account('pub-1', 'films', { network: 'popads.net' })])).toEqual({
      '2020-03': '310.0000',
    });
    expect(ofFilms([paid], [account('pub-1', 'films')])).toEqual({});
    expect(
      ofFilms([paid], [account('pub-1', 'films', { network: 'popads.net', account_type: 'psp' })]),
    ).toEqual({});
  });

  test('goes to nobody without a row', () => {
    expect(ofFilms([paid], [])).toEqual({});
  });

  test('goes day by day', () => {
    const rows = [
      account('pub-1', 'films', { ...PUBLISHER, valid_to: '2020-03-10' }),
      account('pub-1', 'buyer', { ...PUBLISHER, valid_from: '2020-03-12' }),
    ];
    const evidence = evidenceOf([paid], { accounts: rows });
    expect(floorText(evidence)).toEqual({ '2020-03': '100.0000' });
    expect(floorText(evidence, { operation: 'buyer' })).toEqual({ '2020-03': '200.0000' });
  });

  test('where no row names that, to the operation of its payee account', () => {
    const toIban = flow('f1', { ...MARCH, publisher_account: 'pub-1', payee: { account: IBAN } });
    expect(ofFilms([toIban], [account('DE44 5001 0517 5407 3249 31', 'films')])).toEqual({
      '2020-03': '310.0000',
    });
    const ofIban = account(IBAN, 'films', { network: 'popads.net', account_type: 'iban' });
    expect(ofFilms([toIban], [ofIban])).toEqual({ '2020-03': '310.0000' });
    const asPublisher = account(IBAN, 'films', PUBLISHER);
    expect(ofFilms([toIban], [asPublisher])).toEqual({});
  });

  test('if both are named and differ, to nobody; if they agree, to that one', () => {
    const both = flow('f1', { ...MARCH, publisher_account: 'pub-1', payee: { account: IBAN } });
    const publisher = account('pub-1', 'films', PUBLISHER);
    expect(ofFilms([both], [publisher, account(IBAN, 'other')])).toEqual({});
    expect(ofFilms([both], [publisher, account(IBAN, 'films')])).toEqual({ '2020-03': '310.0000' });
    const fromApril = account(IBAN, 'other', { valid_from: '2020-03-31' });
    expect(ofFilms([both], [publisher, fromApril])).toEqual({ '2020-03': '300.0000' });
  });

  test('if several rows differ, to nobody', () => {
    const rows = [account('pub-1', 'films', PUBLISHER), account('pub-1', 'other', PUBLISHER)];
    expect(ofFilms([paid], rows)).toEqual({});
    const again = [account('pub-1', 'films', PUBLISHER), account('pub-1', 'films', PUBLISHER)];
    expect(ofFilms([paid], again)).toEqual({ '2020-03': '310.0000' });
  });

  test('without an account, or with a word that stands for none, to nobody', () => {
    const none = flow('f1', MARCH);
    const word = flow('f1', {
      ...MARCH,
      publisher_account: 'UNKNOWN',
      payee: { account: 'NOTPROVIDED' },
    });
    const rows = [account('UNKNOWN', 'films', PUBLISHER), account('NOTPROVIDED', 'films')];
    expect(ofFilms([none], rows)).toEqual({});
    expect(ofFilms([word], rows)).toEqual({});
  });

  test('a network without a known key has its accounts too', () => {
    const unnamed = flow('f1', { ...MARCH, network: 'Tomksoft S.A.', publisher_account: 'pub-1' });
    const row = account('pub-1', 'films', { ...PUBLISHER, network: 'TOMKSOFT S.A.' });
    expect(ofFilms([unnamed], [row])).toEqual({ '2020-03': '310.0000' });
    expect(UNKNOWN).toBe('');
  });
});

describe('M-ACCOUNT: a flow with a site', () => {
  test('goes by its site; what shares leave over is nobody\u2019s', () => {
    const accounts = [account('pub-1', 'other', PUBLISHER)];
    const withSite = flow('f1', { ...MARCH, site: 'films.tv', publisher_account: 'pub-1' });
    expect(ofFilms([withSite], accounts)).toEqual({ '2020-03': '310.0000' });
    const shared = flow('f1', {
      ...MARCH,
      site_shares: [{ site: 'films.tv', share: '0.5' }],
      publisher_account: 'pub-1',
    });
    const evidence = evidenceOf([shared], { accounts });
    expect(floorText(evidence)).toEqual({ '2020-03': '155.0000' });
    expect(floorText(evidence, { operation: 'other' })).toEqual({});
  });
});
