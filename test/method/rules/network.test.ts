import { describe, expect, test } from 'vitest';
import { UNKNOWN, networksOf } from '../../../pipeline/method/network.ts';
import { evidenceOf, floorText, flow, inMonth, network } from '../flow-records.ts';

const listed = (name: string, alias: string | null, isConduit: boolean | null) => ({
  network: name,
  name: alias,
  is_conduit: isConduit,
});

describe('M-NETWORK: the key of a network', () => {
  test('of a domain is the label before the public suffix', () => {
    const { keyOf } = networksOf([], []);
    expect(keyOf('www.PopAds.net')).toBe('popads');
    expect(keyOf('popads.co.uk')).toBe('popads');
  });

  test('of another name, and of no name, is unknown', () => {
    const { keyOf, nameOf } = networksOf([], []);
    expect(keyOf('Tomksoft S.A.')).toBe(UNKNOWN);
    expect(keyOf(null)).toBe(UNKNOWN);
    expect(nameOf(null)).toBe(UNKNOWN);
    expect(nameOf('Tomksoft S.A.')).toBe(nameOf('TOMKSOFT  s.a.'));
    expect(nameOf('Tomksoft S.A.')).not.toBe(UNKNOWN);
  });

  test('of a name that a record or the list names is its own', () => {
    const { keyOf } = networksOf(
      [network('Zeta Media', { is_conduit: false })],
      [listed('Alpha Ads', null, null)],
    );
    expect(keyOf('zeta media')).toBe('zeta media');
    expect(keyOf('Alpha Ads')).toBe('alpha ads');
  });

  test('names are joined in chains, under the first by bytes', () => {
    const { keyOf, nameOf } = networksOf(
      [
        network('popads.net', { name: 'Tomksoft S.A.' }),
        network('Zeta', { name: 'Alpha' }),
        network('Alpha', { name: 'tomksoft s.a.' }),
      ],
      [listed('Omega', 'Zeta', null)],
    );
    for (const name of ['popads.net', 'Tomksoft S.A.', 'Zeta', 'Omega', 'Alpha']) {
      expect(keyOf(name)).toBe('alpha');
      expect(nameOf(name)).toBe('alpha');
    }
  });

  test('of a conduit, under any of its names, is unknown', () => {
    const { keyOf, nameOf } = networksOf(
      [network('paypal.com', { name: 'PP Europe' })],
      [listed('PP Europe', null, true), listed('popads.net', null, false)],
    );
    expect(keyOf('paypal.com')).toBe(UNKNOWN);
    expect(keyOf('PP Europe')).toBe(UNKNOWN);
    expect(nameOf('paypal.com')).toBe('paypal');
    expect(keyOf('popads.net')).toBe('popads');
  });

  test('records in dispute join nothing', () => {
    const { keyOf } = networksOf(
      [
        network('popads.net', { record_id: 'n', name: 'Tomksoft' }),
        network('popads.net', { record_id: 'n', name: 'Other' }),
      ],
      [],
    );
    expect(keyOf('Tomksoft')).toBe(UNKNOWN);
  });
});

describe('M-NETWORK: money is grouped by the key', () => {
  const statement = flow('s', { ...inMonth('2020-03'), amount: '100' });
  const bank = (name: string | null) =>
    flow('b', { ...inMonth('2020-03'), amount: '90', source: 'bank', network: name });

  test('two sources of one key tell of one payment', () => {
    expect(floorText(evidenceOf([statement, bank('www.popads.net')]))).toEqual({
      '2020-03': '100.0000',
    });
    const networks = [network('popads.net', { name: 'Tomksoft S.A.' })];
    expect(floorText(evidenceOf([statement, bank('Tomksoft S.A.')], { networks }))).toEqual({
      '2020-03': '100.0000',
    });
  });

  test('two known keys are added', () => {
    expect(floorText(evidenceOf([statement, bank('adsterra.com')]))).toEqual({
      '2020-03': '190.0000',
    });
  });

  test('a name that nobody has joined is not added', () => {
    expect(floorText(evidenceOf([statement, bank('Tomksoft S.A.')]))).toEqual({
      '2020-03': '100.0000',
    });
    expect(floorText(evidenceOf([statement, bank(null)]))).toEqual({ '2020-03': '100.0000' });
  });

  test('nor is a conduit', () => {
    const reference = { networkNames: [listed('paypal.com', null, true)] };
    const evidence = evidenceOf([statement, bank('paypal.com')]);
    expect(floorText(evidence, { reference })).toEqual({ '2020-03': '100.0000' });
  });
});
