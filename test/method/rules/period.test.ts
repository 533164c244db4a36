import { describe, expect, test } from 'vitest';
import { dayOf, dayText } from '../../../pipeline/method/calendar.ts';
import { isDated } from '../../../pipeline/method/flow.ts';
import { windowOf } from '../../../pipeline/method/window.ts';
import { between, evidenceOf, floorText, flow, read, reversal } from '../flow-records.ts';

describe('M-PERIOD: the days of a flow', () => {
  const period = (fields: object) => {
    const { days, isPaymentDated } = read(flow('f', fields));
    return days === null ? null : [dayText(days.first), dayText(days.last), isPaymentDated];
  };
  const DAY = between('2020-03-05', '2020-03-05');

  test('are its service period', () => {
    expect(period(between('2020-03-01', '2020-03-31'))).toEqual([
      '2020-03-01',
      '2020-03-31',
      false,
    ]);
    expect(period({ ...between('2020-03-01', '2020-03-31'), value_date: '2020-03-01' })).toEqual([
      '2020-03-01',
      '2020-03-31',
      false,
    ]);
    expect(period(DAY)).toEqual(['2020-03-05', '2020-03-05', false]);
  });

  test('without one they are its value date, else its statement date', () => {
    const dates = { value_date: '2020-03-05', statement_date: '2020-03-01' };
    expect(period(dates)).toEqual(['2020-03-05', '2020-03-05', true]);
    expect(period({ statement_date: '2020-03-01' })).toEqual(['2020-03-01', '2020-03-01', true]);
  });

  test('one day that is its value date or its statement date is payment-dated', () => {
    expect(period({ ...DAY, value_date: '2020-03-05' })).toEqual([
      '2020-03-05',
      '2020-03-05',
      true,
    ]);
    expect(period({ ...DAY, statement_date: '2020-03-05', value_date: '2020-03-09' })).toEqual([
      '2020-03-05',
      '2020-03-05',
      true,
    ]);
    expect(period({ ...DAY, value_date: '2020-03-06', statement_date: '2020-03-04' })).toEqual([
      '2020-03-05',
      '2020-03-05',
      false,
    ]);
  });

  test('a take-back may have none', () => {
    expect(read(reversal('r', 'x')).days).toBeNull();
  });

  test('money without a period is of the month of its value date', () => {
    const paid = flow('f', { value_date: '2020-03-31', statement_date: '2020-02-01' });
    expect(floorText(evidenceOf([paid]))).toEqual({ '2020-03': '100.0000' });
  });
});

describe('a record as the rules read it', () => {
  test('is net where it has a value date, else gross', () => {
    const bare = { ...flow('f', { value_date: '2020-03-05' }), basis: null };
    expect(read(bare).basis).toBe('net');
    expect(read({ ...bare, value_date: null, statement_date: '2020-03-05' }).basis).toBe('gross');
    expect(read(flow('f', { value_date: '2020-03-05', basis: 'gross' })).basis).toBe('gross');
  });

  test('names each flow once, and never itself', () => {
    const named = (ids: [string | null, string][]) =>
      ids.map(([source, id]) => ({ source, flow_id: id }));
    const record = {
      ...flow('f', { value_date: '2020-03-05' }),
      upstream: named([
        [null, 'a'],
        ['statement', 'a'],
        ['bank', 'f'],
        [null, 'f'],
      ]),
      settles: ['l', 'l', 'f'],
    };
    expect(read(record).upstream).toEqual(['statement\0a', 'bank\0f']);
    expect(read(record).settles).toEqual(['statement\0l']);
  });

  test('a reversal that names itself names nothing', () => {
    const own = (source: string | null) => ({
      ...reversal('r', 'x', { value_date: '2020-03-05' }),
      reverses: { source, flow_id: 'r' },
    });
    expect(read(own(null)).reverses).toBeNull();
    expect(read(own('bank')).reverses).toEqual({ name: 'bank\0r', flowId: 'r' });
  });

  test('its places have one name in any order', () => {
    const shared = (...shares: [string, string][]) =>
      read(
        flow('f', {
          value_date: '2020-03-05',
          site: null,
          site_shares: shares.map(([site, share]) => ({ site, share })),
        }),
      );
    const one = shared(['films.tv', '0.5'], ['series.tv', '0.25']);
    expect(one.placeName).toBe(shared(['series.tv', '0.25'], ['www.films.tv', '0.50']).placeName);
    expect(one.placeName).not.toBe(shared(['films.tv', '0.25'], ['series.tv', '0.5']).placeName);
    expect(one.places.map(({ share }) => share)).toEqual([500_000n, 250_000n]);
    expect(read(flow('f', { value_date: '2020-03-05' })).places).toEqual([
      { property: 'films.tv', ancestors: [], share: 1_000_000n },
    ]);
    expect(read(flow('f', { value_date: '2020-03-05', site: null })).places).toEqual([]);
  });
});

describe('M-OWNER: the window of a flow', () => {
  const window = (fields: object) => {
    return [flow('f', fields)]
      .map(read)
      .filter(isDated)
      .map(windowOf)
      .flatMap(({ first, last }) => [dayText(first), dayText(last)]);
  };
  const MARCH = between('2020-03-11', '2020-03-20');

  test('is 10 days wider than its period, value date and statement date', () => {
    const dates = (value: string, statement: string | null) =>
      window({ ...MARCH, value_date: value, statement_date: statement });
    expect(dates('2020-03-15', null)).toEqual(['2020-03-01', '2020-03-30']);
    expect(dates('2020-04-15', null)).toEqual(['2020-03-01', '2020-04-25']);
    expect(dates('2020-02-15', null)).toEqual(['2020-02-05', '2020-03-30']);
    expect(dates('2020-03-15', '2020-05-01')).toEqual(['2020-03-01', '2020-05-11']);
    expect(dates('2020-03-15', '2020-01-11')).toEqual(['2020-01-01', '2020-03-30']);
  });

  test('without a value date lasts until 120 days after the period, if that is later', () => {
    expect(window(MARCH)).toEqual(['2020-03-01', dayText(dayOf('2020-03-20') + 120)]);
    expect(window({ ...MARCH, statement_date: '2021-01-01' })).toEqual([
      '2020-03-01',
      '2021-01-11',
    ]);
  });
});
