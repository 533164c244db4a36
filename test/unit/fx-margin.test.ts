// The margins of M-RATE, against figures computed by hand.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type DailyRate, QUOTED_IN } from '../../pipeline/reference/daily-rate.ts';
import { fxMargins } from '../../pipeline/reference/fx-margin.ts';

/** Rates of one currency, on the days of a month and the following ones, 25 days each. */
const rates = (currency: string, perUnit: readonly string[], change: Partial<DailyRate> = {}) =>
  perUnit.map((rate, index) => ({
    day: `2016-${String(1 + Math.floor(index / 25)).padStart(2, '0')}-${String(1 + (index % 25)).padStart(2, '0')}`,
    currency,
    source: 'ecb',
    quoted_in: QUOTED_IN[0],
    per_unit: `${rate}.0000000000`,
    ...change,
  }));
const flat = (days: number, rate = '100') => Array<string>(days).fill(rate);

describe('the margin of a currency', () => {
  test('is what 99 of 100 days keep below the mean of their month, rounded up', () => {
    // Mean 98: one day of a hundred lies 50 / 98 below it, the others above.
    const once = rates('USD', [...flat(75), ...flat(24), '50']);
    expect(fxMargins(once)).toEqual({
      all: '0.0000',
      rows: [{ currency: 'USD', days: 100, own: '0.0000', margin: '0.0000' }],
    });
    // Two days of a hundred at 90, mean 99.2: (99.2 - 90) / 99.2 = 0.09274...
    const twice = rates('USD', [...flat(75), ...flat(23), '90', '90']);
    expect(fxMargins(twice).rows[0]).toMatchObject({ own: '0.0928' });
  });

  test('is at least that of all currencies together', () => {
    const rough = rates('BRL', [...flat(75), ...flat(15), ...flat(10, '90')]);
    const calm = rates('DKK', flat(100));
    const { all, rows } = fxMargins([...rough, ...calm]);
    // 10 days of 200, of mean 96: 6 / 96.
    expect(all).toBe('0.0625');
    expect(rows.map(({ currency, own, margin }) => [currency, own, margin])).toEqual([
      ['BRL', '0.0625', '0.0625'],
      ['DKK', '0.0000', '0.0625'],
    ]);
  });

  test('rests on the rates of the ECB in EUR alone', () => {
    const calm = rates('USD', flat(100));
    const others = [
      ...rates('USD', flat(100, '50'), { source: 'bank' }),
      ...rates('AED', flat(100, '1'), { quoted_in: 'USD' }),
    ];
    expect(fxMargins([...calm, ...others]).rows.map(({ currency }) => currency)).toEqual(['USD']);
  });
});

test('of all currencies of the table that ships is the one of the method', () => {
  const file = z
    .object({ method_version: z.string(), all: z.string(), rows: z.array(z.unknown()) })
    .parse(JSON.parse(readFileSync('reference/fx-margins.json', 'utf8')));
  expect([file.method_version, file.all, file.rows.length]).toEqual(['2.0', '0.0294', 41]);
});
