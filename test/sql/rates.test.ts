// Exchange rates at the edges, against figures computed by hand: a million units of a currency,
// each for an operation of its own.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putInForce } from '../../pipeline/reference/load.ts';
import { parseDailyRates } from '../../pipeline/reference/parse-daily-rates.ts';
import { referenceTable } from '../../pipeline/reference/reference-table.ts';
import { flow } from '../records.ts';
import { figuresNow } from './figures.ts';
import { type Paid, worthIn } from './worth.ts';
import { putDailyRatesAlone } from '../warehouse/daily-rates.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

/**
 * As the ECB writes it: newest first, a comma at the end of each line. 25 and 28 March 2016 were
 * Good Friday and Easter Monday.
 */
const PUBLISHED = `Date,USD,JPY,GBP,LTL,HRK,
2016-04-11,1.1390,N/A,0.80090,N/A,7.4998,
2016-03-29,1.1194,127.06,0.78578,N/A,7.5215,
2016-03-24,1.1154,125.73,0.79155,N/A,N/A,
2016-03-23,1.1171,125.57,0.79155,N/A,7.5365,
2014-12-31,1.2141,145.23,0.77890,3.4540,7.6580,
`;
const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('monthly', clock);
afterAll(remove);

const worth = worthIn(warehouse);
const usd = (value: string): Paid => ({ currency: 'USD', value });

/** What payments were worth before there was a daily table. */
let monthly: string[] = [];
let pegged: string[] = [];
beforeAll(async () => {
  const approved = { reason: 'test', approved_by: ['A. Martin', 'B. Durand'], status: 'approved' };
  const pegs = [
    { code: 'XOF', currency: 'EUR', units: '0.0015244902' },
    { code: 'AED', currency: 'USD', units: '0.2723' },
  ].map((row) => ({ ...row, valid_from: '2016-03-01', valid_to: '2016-04-29', ...approved }));
  await putInForce(warehouse, referenceTable('peg', 'test', pegs), 'loaded', clock);
  pegged = await worth([
    { currency: 'XOF', value: '2016-03-31' },
    { currency: 'XOF', value: '2016-04-01' },
    { currency: 'AED', value: '2016-03-01' },
    { currency: 'AED', value: '2016-02-29' },
  ]);
  monthly = await worth([
    usd('2016-03-24'),
    { currency: 'GBP', value: '2016-03-01' },
    { currency: 'HRK', value: '2016-03-24' },
  ]);
  const { rates, findings } = parseDailyRates(PUBLISHED);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  await putDailyRatesAlone(warehouse, 'ecb-test', rates, clock);
});

test('without a daily table the monthly average counts', () => {
  // 2016-03: 0.8981 EUR and 0.7018 GBP per USD: 0.8981 / 0.7018 = 1.2797093188. Each less its
  // margin of 0.0294 (M-RATE).
  expect(monthly).toEqual(['871695.8600', '1242085.8648', '']);
});

test('without a daily table a peg to the euro gives a rate on its days, another one in the months that it covers whole', () => {
  // 0.0015244902 EUR, on two days; 0.2723 x 0.87169586, the dollar of March 2016 less its margin.
  expect(pegged).toEqual(['1524.4902', '1524.4902', '237362.7826', '']);
});

describe('with a daily table', () => {
  test('a day without publication takes the last published day before, at most 4 days back, else the month', async () => {
    const days = [
      '2016-03-23',
      '2016-03-24',
      '2016-03-25',
      '2016-03-28',
      '2016-03-29',
      '2016-04-02',
      '2016-04-03',
      '2016-04-10',
    ];
    // 1 / 1.1171, 1 / 1.1154 three times, 1 / 1.1194 twice, cut at 10 decimals, then the average of
    // April, 0.8814, less its margin.
    expect(await worth(days.map(usd))).toEqual([
      '895175.0067',
      '896539.3580',
      '896539.3580',
      '896539.3580',
      '893335.7155',
      '893335.7155',
      '855486.8400',
      '855486.8400',
    ]);
  });

  test('a currency that was not published on a day has the rate of its own last day', async () => {
    // HRK: 23 March, so the 24th to the 27th; the 28th is the fifth day. No monthly table has it.
    const days = ['2016-03-24', '2016-03-27', '2016-03-28', '2016-03-29'];
    expect(await worth(days.map((value) => ({ currency: 'HRK', value })))).toEqual([
      '132687.5870',
      '132687.5870',
      '',
      '132952.2036',
    ]);
  });

  test('the lower rate of two dates counts, whichever table it comes from', async () => {
    const both = [
      { currency: 'USD', value: '2016-03-24', statement: '2016-03-29' },
      { currency: 'USD', value: '2016-03-24', statement: '2016-04-05' },
      { currency: 'USD', value: '2016-03-24', statement: '2050-01-01' },
    ];
    expect(await worth(both)).toEqual(['893335.7155', '855486.8400', '896539.3580']);
  });

  test('a full reversal cancels to 0, at the rate of the day of its target', async () => {
    const site = { site: 'reversed.tv', currency: 'USD', amount: '333.3333' };
    const paid = flow('reversed', {
      ...site,
      value_date: '2016-03-26',
      statement_date: '2016-04-05',
    });
    const back = flow('reversal', {
      ...site,
      status: 'reversed',
      reverses: { flow_id: 'reversed' },
      value_date: '2016-04-11',
    });
    await putRecords(warehouse, 'flow', [paid, back], 'reversed.ndjson');
    expect((await figuresNow(warehouse, 'reversed')).map((row) => row.documented_eur)).toEqual([
      '0.0000',
    ]);
  });

  test('the fixed rate applies from the adoption of the euro on; before it the market rate, or no rate', async () => {
    const dates: Paid[] = [
      { currency: 'LTL', value: '2014-12-31' },
      { currency: 'LTL', value: '2015-01-01' },
      { currency: 'LTL', value: '2014-12-30' },
      { currency: 'LTL', value: '2014-12-31', statement: '2015-02-01' },
      { currency: 'HRK', value: '2023-01-01' },
      { currency: 'FRF', value: '1998-12-31' },
      { currency: 'FRF', value: '2199-12-31' },
      { currency: 'BYR', value: '2016-03-24' },
    ];
    expect(await worth(dates)).toEqual([
      '289519.3977',
      '289620.0185',
      '',
      '289519.3977',
      '132722.8084',
      '',
      '152449.0172',
      '',
    ]);
  });
});
