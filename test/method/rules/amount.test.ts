import { describe, expect, test } from 'vitest';
import {
  amountOf,
  cutUp,
  least,
  most,
  rateOf,
  shareOf,
  sum,
} from '../../../pipeline/method/amount.ts';
import {
  dayOf,
  dayText,
  firstDayOf,
  meet,
  monthOf,
  monthText,
  monthsOf,
  within,
} from '../../../pipeline/method/calendar.ts';
import { byBytes, groupBy, inOrder } from '../../../pipeline/method/order.ts';

describe('amounts are whole numbers', () => {
  test('of 1e-8 for amounts, 1e-10 for rates and 1e-6 for shares; further digits are cut', () => {
    expect(amountOf('812.5')).toBe(81_250_000_000n);
    expect(amountOf('0.123456789')).toBe(12_345_678n);
    expect(rateOf('1.1')).toBe(11_000_000_000n);
    expect(rateOf('0.00000000019')).toBe(1n);
    expect(shareOf('0.25')).toBe(250_000n);
    expect(shareOf('1')).toBe(1_000_000n);
  });

  test('least and most take either side', () => {
    expect([least(1n, 2n), least(2n, 1n), most(1n, 2n), most(2n, 1n)]).toEqual([1n, 1n, 2n, 2n]);
  });

  test('a sum of nothing is 0', () => {
    expect([sum([]), sum([1n, 2n, 4n])]).toEqual([0n, 7n]);
  });

  test('a quotient is cut up only where something is left', () => {
    expect([cutUp(0n, 3n), cutUp(9n, 3n), cutUp(10n, 3n), cutUp(11n, 3n)]).toEqual([
      0n,
      3n,
      4n,
      4n,
    ]);
  });
});

describe('days and months', () => {
  test('a day is counted from 1970-01-01', () => {
    expect([dayOf('1970-01-01'), dayOf('1970-02-01'), dayText(31)]).toEqual([0, 31, '1970-02-01']);
  });

  test('a month is counted from the year 0', () => {
    expect(monthOf(dayOf('2019-12-31'))).toBe(2019 * 12 + 11);
    expect(monthOf(dayOf('2020-01-01'))).toBe(2020 * 12);
    expect([monthText(2020 * 12), monthText(2019 * 12 + 11)]).toEqual(['2020-01', '2019-12']);
    expect(dayText(firstDayOf(2020 * 12 + 1))).toBe('2020-02-01');
    expect(dayText(firstDayOf(987 * 12 + 9))).toBe('0987-10-01');
  });

  test('days meet where they share one day', () => {
    const days = { first: 10, last: 20 };
    expect(meet(days, { first: 20, last: 30 })).toBe(true);
    expect(meet(days, { first: 21, last: 30 })).toBe(false);
    expect(meet(days, { first: 0, last: 10 })).toBe(true);
    expect(meet(days, { first: 0, last: 9 })).toBe(false);
  });

  test('days lie within others with both ends', () => {
    const outer = { first: 10, last: 20 };
    expect(within({ first: 10, last: 20 }, outer)).toBe(true);
    expect(within({ first: 9, last: 20 }, outer)).toBe(false);
    expect(within({ first: 10, last: 21 }, outer)).toBe(false);
  });

  test('a period has the days of each month that it touches', () => {
    const days = { first: dayOf('2020-01-31'), last: dayOf('2020-03-01') };
    expect(monthsOf(days)).toEqual([
      { month: 2020 * 12, days: 1 },
      { month: 2020 * 12 + 1, days: 29 },
      { month: 2020 * 12 + 2, days: 1 },
    ]);
    expect(monthsOf({ first: 0, last: 30 })).toEqual([{ month: 1970 * 12, days: 31 }]);
    expect(monthsOf({ first: 1, last: 0 })).toEqual([]);
  });
});

describe('order', () => {
  const sorted = (...texts: string[]) => texts.sort(byBytes);

  test('texts are in the order of their UTF-8 bytes', () => {
    expect(sorted('b', 'a', 'ab', '')).toEqual(['', 'a', 'ab', 'b']);
    // U+FF5E has smaller bytes than U+1F600, though a larger unit than its first surrogate.
    expect(sorted('\u{10000}', '\uff5e')).toEqual(['\uff5e', '\u{10000}']);
    expect(sorted('\u{1f600}', '\uff5e', '\ud7ff', '\ue000', 'z')).toEqual([
      'z',
      '\ud7ff',
      '\ue000',
      '\uff5e',
      '\u{1f600}',
    ]);
    expect(sorted('\u{1f601}', '\u{1f600}')).toEqual(['\u{1f600}', '\u{1f601}']);
    expect(byBytes('same', 'same')).toBe(0);
  });

  test('the first key that differs decides', () => {
    const compare = inOrder<{ day: number; name: string }>(
      ({ day }) => day,
      ({ name }) => name,
    );
    expect(compare({ day: 9, name: 'b' }, { day: 10, name: 'a' })).toBeLessThan(0);
    expect(compare({ day: 10, name: 'b' }, { day: 9, name: 'a' })).toBeGreaterThan(0);
    expect(compare({ day: 9, name: 'b' }, { day: 9, name: 'a' })).toBeGreaterThan(0);
    expect(compare({ day: 9, name: 'a' }, { day: 9, name: 'a' })).toBe(0);
  });

  test('a group keeps the order of its things', () => {
    const groups = groupBy([3, 1, 2, 5], (number) => number % 2);
    expect([...groups]).toEqual([
      [1, [3, 1, 5]],
      [0, [2]],
    ]);
  });
});
