import { describe, expect, test } from 'vitest';
import { dayOf, dayText } from '../../../pipeline/method/calendar.ts';
import { placeOf, propertyOwners } from '../../../pipeline/method/property.ts';
import { between, evidenceOf, floorText, flow, inMonth, reversal, site } from '../flow-records.ts';

const DAYS = { first: dayOf('2020-03-01'), last: dayOf('2020-03-31') };

function ownersOf(sites: readonly ReturnType<typeof site>[], name: string): string[] {
  return propertyOwners(sites)(placeOf(name), DAYS).map(
    ({ operation, first, last }) => `${operation ?? 'nobody'} ${dayText(first)} ${dayText(last)}`,
  );
}

const all = (operation: string) => [`${operation} 2020-03-01 2020-03-31`];

describe('M-PROPERTY: whose a property is', () => {
  test('a row covers its property and what lies below it', () => {
    const sites = [site('films.tv', 'films')];
    expect(ownersOf(sites, 'films.tv')).toEqual(all('films'));
    expect(ownersOf(sites, 'cdn.films.tv')).toEqual(all('films'));
    expect(ownersOf(sites, 'www.films.tv')).toEqual(all('films'));
    expect(ownersOf(sites, 'otherfilms.tv')).toEqual(all('otherfilms.tv'));
  });

  test('what no row covers is its registrable domain', () => {
    expect(ownersOf([], 'a.b.films.tv')).toEqual(all('films.tv'));
    expect(ownersOf([site('a.films.tv', 'films')], 'b.films.tv')).toEqual(all('films.tv'));
    expect(ownersOf([], 'films.tv')).toEqual(all('films.tv'));
  });

  test('a host of strangers is itself', () => {
    const sites = [site('leet.proxyhost.pw', 'leet')];
    expect(ownersOf(sites, 'mirror.proxyhost.pw')).not.toEqual(all('leet'));
    expect(ownersOf(sites, 'leet.proxyhost.pw')).toEqual(all('leet'));
  });

  test('the longest row in force on the day holds', () => {
    const sites = [
      site('films.tv', 'films'),
      site('forum.films.tv', 'forum', { valid_from: '2020-03-11', valid_to: '2020-03-20' }),
    ];
    expect(ownersOf(sites, 'x.forum.films.tv')).toEqual([
      'films 2020-03-01 2020-03-10',
      'forum 2020-03-11 2020-03-20',
      'films 2020-03-21 2020-03-31',
    ]);
  });

  test('a row is in force on its first and last day', () => {
    const row = (first: string | null, last: string | null) => [
      site('films.tv', 'films', { valid_from: first, valid_to: last }),
    ];
    expect(ownersOf(row('2020-03-31', null), 'films.tv')).toEqual([
      'films.tv 2020-03-01 2020-03-30',
      'films 2020-03-31 2020-03-31',
    ]);
    expect(ownersOf(row(null, '2020-03-01'), 'films.tv')).toEqual([
      'films 2020-03-01 2020-03-01',
      'films.tv 2020-03-02 2020-03-31',
    ]);
    expect(ownersOf(row('2020-03-01', '2020-03-31'), 'films.tv')).toEqual(all('films'));
  });

  test('several operations of one name are nobody', () => {
    const sites = [site('films.tv', 'a'), site('films.tv', 'b', { valid_from: '2020-03-31' })];
    expect(ownersOf(sites, 'films.tv')).toEqual([
      'a 2020-03-01 2020-03-30',
      'nobody 2020-03-31 2020-03-31',
    ]);
    expect(ownersOf([site('films.tv', 'a'), site('films.tv', 'a')], 'films.tv')).toEqual(all('a'));
  });

  test('rows have no order', () => {
    const sites = [
      site('films.tv', 'c', { valid_from: '2020-03-21' }),
      site('films.tv', 'b', { valid_from: '2020-03-11', valid_to: '2020-03-20' }),
      site('films.tv', 'a', { valid_to: '2020-03-10' }),
    ];
    const found = ['a 2020-03-01 2020-03-10', 'b 2020-03-11 2020-03-20', 'c 2020-03-21 2020-03-31'];
    expect(ownersOf(sites, 'films.tv')).toEqual(found);
    expect(ownersOf(sites.reverse(), 'films.tv')).toEqual(found);
  });

  test('a row that names no operation yields to one that does', () => {
    const sites = [site('films.tv', null), site('films.tv', 'films')];
    expect(ownersOf(sites, 'films.tv')).toEqual(all('films'));
  });

  test('a row without an operation keeps its property apart', () => {
    const sites = [site('films.tv', 'films'), site('forum.films.tv', null)];
    expect(ownersOf(sites, 'a.forum.films.tv')).toEqual(all('forum.films.tv'));
  });

  test('a name that is no property is itself', () => {
    expect(placeOf('10.0.0.0/8')).toEqual({ property: '10.0.0.0/8', ancestors: [] });
  });
});

describe('M-PROPERTY: the money of a flow', () => {
  test('goes to the operation of its site, day by day', () => {
    const sites = [
      site('films.tv', 'films', { valid_to: '2020-03-20' }),
      site('films.tv', 'buyer', { valid_from: '2020-03-21' }),
    ];
    const evidence = evidenceOf([flow('f1', { ...inMonth('2020-03'), amount: '310' })], { sites });
    expect(floorText(evidence)).toEqual({ '2020-03': '200.0000' });
    expect(floorText(evidence, { operation: 'buyer' })).toEqual({ '2020-03': '110.0000' });
  });

  test('goes by its shares; an entry twice counts once; the rest is nobody\u2019s', () => {
    const shares = [
      { site: 'films.tv', share: '0.25' },
      { site: 'www.films.tv', share: '0.250' },
      { site: 'films.tv', share: '0.1' },
      { site: 'series.tv', share: '0.5' },
    ];
    const record = { ...flow('f1', { ...inMonth('2020-03'), site: null }), site_shares: shares };
    const evidence = evidenceOf([record]);
    expect(floorText(evidence)).toEqual({ '2020-03': '35.0000' });
    expect(floorText(evidence, { operation: 'series.tv' })).toEqual({ '2020-03': '50.0000' });
  });

  test('a take-back without any day takes once from whoever owned its site', () => {
    const flows = [
      flow('f1', { ...inMonth('2020-03'), amount: '100' }),
      reversal('r1', 'unknown', { amount: '10' }),
    ];
    expect(floorText(evidenceOf(flows))).toEqual({ '2020-03': '90.0000' });
  });

  test('also from an operation that had the site twice', () => {
    const sites = [
      site('films.tv', 'films', { valid_to: '2019-12-31' }),
      site('films.tv', 'guest', { valid_from: '2020-01-01', valid_to: '2020-01-31' }),
      site('films.tv', 'films', { valid_from: '2020-02-01' }),
    ];
    const flows = [
      flow('f1', { ...inMonth('2020-03'), amount: '100' }),
      flow('f2', { ...inMonth('2020-01'), amount: '50' }),
      reversal('r1', 'unknown', { amount: '10' }),
    ];
    const evidence = evidenceOf(flows, { sites });
    expect(floorText(evidence)).toEqual({ '2020-03': '90.0000' });
    expect(floorText(evidence, { operation: 'guest' })).toEqual({ '2020-01': '40.0000' });
  });

  test('of half a site a take-back without any day takes half', () => {
    const half = { site: null, site_shares: [{ site: 'films.tv', share: '0.5' }] };
    const flows = [
      flow('f1', { ...inMonth('2020-03'), amount: '100' }),
      reversal('r1', 'unknown', { amount: '10', ...half }),
    ];
    expect(floorText(evidenceOf(flows))).toEqual({ '2020-03': '95.0000' });
  });

  test('a period of a year is spread over its days', () => {
    const evidence = evidenceOf([
      flow('f1', { ...between('2020-01-31', '2020-02-01'), amount: '10' }),
    ]);
    expect(floorText(evidence)).toEqual({ '2020-01': '5.0000', '2020-02': '5.0000' });
  });
});
