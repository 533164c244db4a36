import { describe, expect, test } from 'vitest';
import { dayOf } from '../../../pipeline/method/calendar.ts';
import { type RateBook, rateBook } from '../../../pipeline/method/rate.ts';
import type { RateTables } from '../../../pipeline/method/reference.ts';
import { fixedPoint } from '../../../pipeline/text/fixed-point.ts';
import {
  between,
  dollars,
  evidenceOf,
  floorText,
  flow,
  inMonth,
  rateTables,
  reversal,
} from '../flow-records.ts';

const rateText = (units: bigint) => fixedPoint(units, 10);

/** `low high` of a currency on a day, or null. */
function rateOn(tables: Partial<RateTables>, currency: string, day: string): string | null {
  const rate = rateBook(rateTables(tables)).on(currency, dayOf(day));
  return rate === null ? null : `${rateText(rate.low)} ${rateText(rate.high)}`;
}

function highest(book: RateBook, currency: string, first: string, last: string): string | null {
  const found = book.highestOf(currency, { first: dayOf(first), last: dayOf(last) });
  return found === null ? null : rateText(found);
}

const daily = (currency: string, day: string, rate: string, base: 'EUR' | 'USD' = 'EUR') => ({
  currency,
  day,
  quoted_in: base,
  per_unit: rate,
});
const both = (rate: string) => `${rate} ${rate}`;

describe('M-RATE: rates of days', () => {
  test('the euro is the euro, on all days', () => {
    expect(rateOn({ daily: [daily('EUR', '2020-03-02', '2')] }, 'EUR', '2020-03-02')).toBe(
      both('1.0000000000'),
    );
  });

  test('the rate of the day, or of a day at most 4 before', () => {
    const tables = {
      daily: [daily('USD', '2020-03-05', '0.9'), daily('USD', '2020-03-06', '0.8')],
    };
    expect(rateOn(tables, 'USD', '2020-03-04')).toBeNull();
    expect(rateOn(tables, 'USD', '2020-03-05')).toBe(both('0.9000000000'));
    expect(rateOn(tables, 'USD', '2020-03-06')).toBe(both('0.8000000000'));
    expect(rateOn(tables, 'USD', '2020-03-10')).toBe(both('0.8000000000'));
    expect(rateOn(tables, 'USD', '2020-03-11')).toBeNull();
    expect(rateOn(tables, 'GBP', '2020-03-06')).toBeNull();
  });

  test('of tables that differ on a day the lower and the higher', () => {
    const tables = {
      daily: [
        daily('USD', '2020-03-05', '0.9'),
        daily('USD', '2020-03-05', '0.7'),
        daily('USD', '2020-03-05', '0.8'),
      ],
    };
    expect(rateOn(tables, 'USD', '2020-03-05')).toBe('0.7000000000 0.9000000000');
  });

  test('a rate in dollars takes the rate of the dollar of its day', () => {
    const tables = {
      daily: [
        daily('USD', '2020-03-05', '0.9'),
        daily('USD', '2020-03-05', '0.8'),
        daily('RUB', '2020-03-06', '0.02', 'USD'),
        daily('RUB', '2020-03-20', '0.02', 'USD'),
        daily('USD', '2020-03-20', '1', 'USD'),
      ],
    };
    expect(rateOn(tables, 'RUB', '2020-03-06')).toBe('0.0160000000 0.0180000000');
    expect(rateOn(tables, 'RUB', '2020-03-20')).toBeNull();
    expect(rateOn(tables, 'USD', '2020-03-20')).toBeNull();
  });

  test('is cut after 10 decimals', () => {
    const tables = {
      daily: [
        daily('USD', '2020-03-05', '0.33333333339'),
        daily('RUB', '2020-03-05', '0.00000000031', 'USD'),
        daily('BTC', '2020-03-05', '0.5000000001', 'USD'),
      ],
    };
    expect(rateOn(tables, 'USD', '2020-03-05')).toBe(both('0.3333333333'));
    expect(rateOn(tables, 'RUB', '2020-03-05')).toBeNull();
    // 0.3333333333 x 0.5000000001 = 0.16666666668333...
    expect(rateOn(tables, 'BTC', '2020-03-05')).toBe(both('0.1666666666'));
  });

  test('a rate of 0 or above 1,000,000 EUR is none', () => {
    const of = (rate: string) =>
      rateOn({ daily: [daily('BTC', '2020-03-05', rate)] }, 'BTC', '2020-03-05');
    expect(of('0')).toBeNull();
    expect(of('0.0000000001')).toBe(both('0.0000000001'));
    expect(of('1000000')).toBe(both('1000000.0000000000'));
    expect(of('1000000.0000000001')).toBeNull();
    const two = { daily: [daily('BTC', '2020-03-05', '5'), daily('BTC', '2020-03-05', '2000000')] };
    expect(rateOn(two, 'BTC', '2020-03-05')).toBe(both('5.0000000000'));
  });
});

describe('M-RATE: the fixed rate', () => {
  const tables = {
    fixed: [{ currency: 'FRF', from: '1999-01-01', eur_per_unit: '0.1524490172' }],
    daily: [daily('FRF', '1998-12-31', '0.15'), daily('FRF', '1999-01-01', '0.16')],
  };

  test('holds from the day on which the euro replaced the currency', () => {
    expect(rateOn(tables, 'FRF', '1998-12-31')).toBe(both('0.1500000000'));
    expect(rateOn(tables, 'FRF', '1999-01-01')).toBe(both('0.1524490172'));
    expect(rateOn(tables, 'FRF', '2020-01-01')).toBe(both('0.1524490172'));
  });
});

describe('M-RATE: the mean of a month, less and more its margin', () => {
  const monthly = [{ currency: 'USD', period: '2020-03', eur_per_unit: '0.9' }];

  test('of all currencies, cut and cut up', () => {
    expect(rateOn({ monthly }, 'USD', '2020-03-01')).toBe('0.8730000000 0.9270000000');
    expect(rateOn({ monthly }, 'USD', '2020-03-31')).toBe('0.8730000000 0.9270000000');
    expect(rateOn({ monthly }, 'USD', '2020-02-29')).toBeNull();
    expect(rateOn({ monthly }, 'USD', '2020-04-01')).toBeNull();
    const odd = [{ currency: 'USD', period: '2020-03', eur_per_unit: '0.0000000101' }];
    // 101 x 0.97 = 97.97; 101 x 1.03 = 104.03.
    expect(rateOn({ monthly: odd }, 'USD', '2020-03-31')).toBe('0.0000000097 0.0000000105');
  });

  test('of its own', () => {
    const margins = new Map([['USD', '0.1234']]);
    expect(rateOn({ monthly, margins }, 'USD', '2020-03-15')).toBe('0.7889400000 1.0110600000');
  });

  test('only where there is no rate of the day', () => {
    const tables = { monthly, daily: [daily('USD', '2020-03-05', '0.5')] };
    expect(rateOn(tables, 'USD', '2020-03-09')).toBe(both('0.5000000000'));
    expect(rateOn(tables, 'USD', '2020-03-10')).toBe('0.8730000000 0.9270000000');
  });
});

describe('M-RATE: a peg', () => {
  const peg = {
    code: 'USDT',
    currency: 'USD',
    units: '0.99',
    from: '2020-03-05',
    to: '2020-03-06',
  };
  const dollar = [daily('USD', '2020-03-03', '0.9')];

  test('gives a rate on its days, where its currency has one', () => {
    const tables = { pegs: [peg], daily: dollar };
    expect(rateOn(tables, 'USDT', '2020-03-04')).toBeNull();
    expect(rateOn(tables, 'USDT', '2020-03-05')).toBe(both('0.8910000000'));
    expect(rateOn(tables, 'USDT', '2020-03-06')).toBe(both('0.8910000000'));
    expect(rateOn(tables, 'USDT', '2020-03-07')).toBeNull();
    const open = { pegs: [{ ...peg, to: null }], daily: dollar };
    expect(rateOn(open, 'USDT', '2020-03-07')).toBe(both('0.8910000000'));
    expect(rateOn(open, 'USDT', '2020-03-08')).toBeNull();
    expect(rateOn(open, 'USD', '2020-03-07')).toBe(both('0.9000000000'));
  });

  test('of the euro is always one', () => {
    const tables = { pegs: [{ ...peg, currency: 'EUR', to: null }] };
    expect(rateOn(tables, 'USDT', '2020-03-05')).toBe(both('0.9900000000'));
  });

  test('and a published rate: the lower and the higher', () => {
    const tables = { pegs: [peg], daily: [...dollar, daily('USDT', '2020-03-05', '0.8')] };
    expect(rateOn(tables, 'USDT', '2020-03-05')).toBe('0.8000000000 0.8910000000');
  });

  test('gives the mean of a month that it covers, with the larger margin', () => {
    const monthly = [{ currency: 'USD', period: '2020-03', eur_per_unit: '0.9' }];
    const of = (from: string, to: string | null, margins: [string, string][] = []) =>
      rateOn(
        { monthly, margins: new Map(margins), pegs: [{ ...peg, units: '1', from, to }] },
        'USDT',
        '2020-03-15',
      );
    expect(of('2020-03-01', '2020-03-31')).toBe('0.8730000000 0.9270000000');
    expect(of('2020-03-02', '2020-03-31')).toBeNull();
    expect(of('2020-03-01', '2020-03-30')).toBeNull();
    expect(of('2020-03-01', null)).toBe('0.8730000000 0.9270000000');
    expect(of('2020-03-01', null, [['USD', '0.1']])).toBe('0.8100000000 0.9900000000');
    expect(of('2020-03-01', null, [['USDT', '0.1']])).toBe('0.8100000000 0.9900000000');
    const other = { monthly, pegs: [{ ...peg, from: '2020-03-01', to: null }] };
    expect(rateOn(other, 'USDC', '2020-03-15')).toBeNull();
    expect(rateOn({ ...other, monthly: [] }, 'USDT', '2020-03-15')).toBeNull();
  });

  test('and a mean of its own: the lower and the higher', () => {
    const monthly = [
      { currency: 'USD', period: '2020-03', eur_per_unit: '0.9' },
      { currency: 'USDT', period: '2020-03', eur_per_unit: '0.8' },
    ];
    const pegs = [{ ...peg, units: '1', from: '2020-03-01', to: null }];
    expect(rateOn({ monthly, pegs }, 'USDT', '2020-03-15')).toBe('0.7760000000 0.9270000000');
  });
});

describe('M-RATE: the highest rate of any day', () => {
  const book = rateBook(
    rateTables({
      daily: [
        daily('USD', '2020-03-05', '0.9'),
        daily('USD', '2020-03-06', '0.8'),
        daily('GBP', '1971-01-01', '7'),
      ],
      monthly: [{ currency: 'RUB', period: '2021-02', eur_per_unit: '0.01' }],
    }),
  );

  test('of the window', () => {
    expect(highest(book, 'EUR', '2020-03-05', '2020-03-05')).toBe('1.0000000000');
    expect(highest(book, 'USD', '2020-03-05', '2020-03-20')).toBe('0.9000000000');
    expect(highest(book, 'USD', '2020-03-06', '2020-03-20')).toBe('0.8000000000');
    expect(highest(book, 'USD', '2020-03-01', '2020-03-05')).toBe('0.9000000000');
    expect(highest(book, 'USD', '2020-03-01', '2020-03-04')).toBeNull();
    expect(highest(book, 'USD', '2020-03-10', '2020-03-10')).toBe('0.8000000000');
  });

  test('of all days, if there is no window', () => {
    const always = { first: -Infinity, last: Infinity };
    expect(book.highestOf('USD', always)).toBe(9_000_000_000n);
    expect(book.highestOf('GBP', always)).toBe(70_000_000_000n);
    expect(book.highestOf('RUB', always)).toBe(103_000_000n);
    expect(book.highestOf('XAU', always)).toBeNull();
  });

  test('up to the last day of each table', () => {
    const of = (tables: Partial<RateTables>, currency: string, first: string) =>
      highest(rateBook(rateTables(tables)), currency, first, '2030-01-01');
    const monthly = [{ currency: 'USD', period: '2020-03', eur_per_unit: '0.9' }];
    expect(of({ monthly }, 'USD', '2020-03-31')).toBe('0.9270000000');
    expect(of({ daily: [daily('USD', '2020-03-01', '0.9')] }, 'USD', '2020-03-05')).toBe(
      '0.9000000000',
    );
    const fixed = [{ currency: 'FRF', from: '2002-01-01', eur_per_unit: '0.15' }];
    expect(of({ fixed }, 'FRF', '2002-01-01')).toBe('0.1500000000');
    expect(of({ fixed }, 'FRF', '2020-01-01')).toBe('0.1500000000');
    const euro = { code: 'EURT', currency: 'EUR', units: '1', from: '2019-01-01', to: null };
    const pegs = [euro];
    expect(of({ pegs }, 'EURT', '2020-01-01')).toBe('1.0000000000');
    expect(of({ pegs }, 'EURT', '2018-01-01')).toBe('1.0000000000');
    expect(of({ pegs: [{ ...euro, to: '2020-01-01' }] }, 'EURT', '2020-01-02')).toBeNull();
  });

  test('the same tables give the same book', () => {
    const tables = rateTables();
    expect(rateBook(tables)).toBe(rateBook(tables));
  });
});

describe('M-RATE: what a flow is worth', () => {
  const rates = dollars({ '2020-04-01': '0.9', '2020-04-20': '0.8', '2020-05-20': '0.5' });
  const MARCH = { ...inMonth('2020-03'), currency: 'USD' };
  const floors = (...flows: ReturnType<typeof flow>[]) =>
    floorText(evidenceOf(flows), { reference: { rates } });

  test('the lower rate of its value date and its statement date', () => {
    const of = (value: string | null, statement: string | null) =>
      floors(flow('f', { ...MARCH, value_date: value, statement_date: statement }));
    expect(of('2020-04-01', null)).toEqual({ '2020-03': '90.0000' });
    expect(of('2020-04-01', '2020-04-20')).toEqual({ '2020-03': '80.0000' });
    expect(of('2020-04-20', '2020-04-01')).toEqual({ '2020-03': '80.0000' });
    expect(of(null, '2020-04-01')).toEqual({ '2020-03': '90.0000' });
    expect(of('2020-04-01', '2021-04-20')).toEqual({ '2020-03': '90.0000' });
  });

  test('without a rate it does not count', () => {
    expect(floors(flow('f', MARCH))).toEqual({ '2020-03': 'unconverted' });
    expect(floors(flow('f', { ...MARCH, value_date: '2021-04-01' }))).toEqual({
      '2020-03': 'unconverted',
    });
  });

  const EURO = flow('f', { ...inMonth('2020-03'), value_date: '2020-04-10' });

  test('a take-back in another currency: the highest of its own and its target\u2019s dates', () => {
    const take = (fields: object) =>
      reversal('r', 'f', { currency: 'USD', amount: '10', ...fields });
    expect(floors(EURO, take({ value_date: '2020-04-20' }))).toEqual({ '2020-03': '92.0000' });
    expect(floors(EURO, take({ value_date: '2020-04-20', statement_date: '2020-04-01' }))).toEqual({
      '2020-03': '91.0000',
    });
    const targetDated = { ...EURO, statement_date: '2020-04-01' };
    expect(floors(targetDated, take({ value_date: '2020-05-20' }))).toEqual({
      '2020-03': '91.0000',
    });
    // No rate on 10 April nor of its own.
    expect(floors(EURO, take({ value_date: '2021-04-20' }))).toEqual({
      '2020-03': 'only_taken_back',
    });
  });

  test('a take-back in the currency of its target: at the rate of the target', () => {
    const dates = { value_date: '2020-04-01', statement_date: '2020-04-20' };
    const usd = flow('f', { ...MARCH, ...dates });
    const take = (amount: string) =>
      reversal('r', 'f', { currency: 'USD', amount, value_date: '2020-05-20' });
    expect(floors(usd, take('10'))).toEqual({ '2020-03': '72.0000' });
    expect(floors(usd, take('100'))).toEqual({ '2020-03': 'only_taken_back' });
  });

  test('an unplaced take-back: the highest of its rates', () => {
    const take = (fields: object) =>
      reversal('r', null, { currency: 'USD', amount: '10', ...fields });
    expect(floors(EURO, take({ value_date: '2020-04-20', statement_date: '2020-04-01' }))).toEqual({
      '2020-03': '91.0000',
    });
    expect(floors(EURO, take({ value_date: '2021-04-20' }))).toEqual({
      '2020-03': 'only_taken_back',
    });
  });

  test('whatever the rates of its window', () => {
    const take = (fields: object) =>
      reversal('r', null, { currency: 'USD', amount: '10', ...fields });
    // 10 April has no rate, but 1 April has one.
    expect(floors(EURO, take({ value_date: '2020-04-10' }))).toEqual({
      '2020-03': 'only_taken_back',
    });
    const april = between('2020-04-01', '2020-04-30');
    expect(floors(EURO, take({ value_date: '2020-04-20', ...april }))).toEqual({
      '2020-03': '92.0000',
    });
  });

  test('an unplaced take-back without both dates: the highest of any day of its window', () => {
    const take = (first: string, last: string) =>
      reversal('r', null, { currency: 'USD', amount: '10', ...between(first, last) });
    // Its window lasts from 2020-04-18 to 120 days after its end.
    expect(floors(EURO, take('2020-04-28', '2020-04-30'))).toEqual({ '2020-03': '92.0000' });
    expect(floors(EURO, take('2020-04-15', '2020-04-30'))).toEqual({ '2020-03': '91.0000' });
    const dateless = reversal('r', 'unknown', { currency: 'USD', amount: '10' });
    expect(floors(EURO, dateless)).toEqual({ '2020-03': '91.0000' });
    expect(floorText(evidenceOf([EURO, dateless]))).toEqual({ '2020-03': 'only_taken_back' });
  });
});
