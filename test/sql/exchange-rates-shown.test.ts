// The promise: an explanation shows the day and the table of each exchange rate, and it is the rate
// that the floor was computed with.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flow } from '../records.ts';
import { ecbRates, putDailyRatesAlone } from '../warehouse/daily-rates.ts';
import { explanationIn } from './explanation-in.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('monthly', clock);
afterAll(remove);

beforeAll(async () => {
  const rows = [
    { day: '2014-12-31', currency: 'LTL', units_per_eur: '3.4540' },
    { day: '2016-03-24', currency: 'USD', units_per_eur: '1.1154' },
    { day: '2016-03-29', currency: 'USD', units_per_eur: '1.1194' },
    { day: '2016-03-23', currency: 'HRK', units_per_eur: '7.5365' },
  ];
  await putDailyRatesAlone(warehouse, 'ecb-test', ecbRates(rows), clock);
});

const shownOf = (operation: string) => explanationIn(warehouse, operation, '2015-11');

test('each rate is shown with its table, its day, and whether it applies', async () => {
  const paid = (
    id: string,
    currency: string,
    value: string,
    statement: string | null = null,
    more: Record<string, unknown> = {},
  ) =>
    flow(id, { site: 'shown.tv', currency, value_date: value, statement_date: statement, ...more });
  await putRecords(
    warehouse,
    'flow',
    [
      // Good Friday has the rate of the Thursday; the average of April (0.8814) is lower.
      paid('a', 'USD', '2016-03-25', '2016-04-05'),
      paid('b', 'LTL', '2015-06-01'),
      paid('c', 'HRK', '2016-03-28'),
      paid('d', 'EUR', '2016-03-28'),
    ],
    'shown-flow.ndjson',
  );
  const { left_out: leftOut, exchange_rates: rates } = await shownOf('shown.tv');
  const thursday = { rate_table: 'daily', period: '2016-03-24', eur_per_unit: '0.896539358' };
  const columns = rates.map((row) => ({
    flow_id: row.flow_id,
    asked_day: row.asked_day,
    day: row.day,
    rate_table: row.rate_table,
    period: row.period,
    eur_per_unit: row.eur_per_unit,
    holds: row.holds,
  }));
  const april = columns.find(({ day }) => day === '2016-04-05');
  // The mean of April, 0.8814, less the margin of the dollar.
  expect(april).toMatchObject({ rate_table: 'monthly', period: '2016-04', holds: 1 });
  expect(Number(april?.eur_per_unit)).toBeCloseTo(0.8814 * (1 - 0.0294), 2);
  expect(columns.filter((row) => row !== april).sort(byFlow)).toEqual([
    { flow_id: 'a', asked_day: 'value_date', day: '2016-03-25', ...thursday, holds: 0 },
    {
      flow_id: 'b',
      asked_day: 'value_date',
      day: '2015-06-01',
      rate_table: 'fixed',
      period: '2015-01-01',
      eur_per_unit: '0.2896200185',
      holds: 1,
    },
    {
      flow_id: 'c',
      asked_day: 'value_date',
      day: '2016-03-28',
      rate_table: 'no_exchange_rate',
      period: '',
      eur_per_unit: null,
      holds: 0,
    },
  ]);
  expect(leftOut.map((row) => [row.flow_id, row.rule, row.reason])).toEqual([
    ['c', 'M-RATE', 'unconverted'],
  ]);
});

const byFlow = (one: { flow_id: string }, other: { flow_id: string }) =>
  one.flow_id < other.flow_id ? -1 : 1;

test('the rate that applies to a flow is the rate of its parts', async () => {
  const random = randomOf(11);
  const day = () =>
    random.pick([
      null,
      '2014-12-30',
      '2015-01-02',
      '2016-03-22',
      '2016-03-24',
      '2016-03-27',
      '2016-03-28',
      '2016-03-31',
      '2016-04-30',
    ]);
  const records = Array.from({ length: 300 }, (_, index) =>
    flow(`many-${String(index)}`, {
      site: 'many.tv',
      currency: random.pick(['USD', 'USD', 'GBP', 'LTL', 'HRK', 'CHF']),
      value_date: day(),
      statement_date: day(),
      status: random.pick(['paid', 'paid', 'accrued']),
    }),
  );
  await putRecords(warehouse, 'flow', records, 'many-flow.ndjson');
  const { parts, exchange_rates: rates } = await shownOf('many.tv');
  let converted = 0;
  for (const { flow_id: id, rate } of parts) {
    const own = rates.filter((row) => row.flow_id === id);
    const holding = new Set(own.filter((row) => row.holds === 1).map((row) => row.eur_per_unit));
    expect([...holding], id).toEqual([rate]);
    const known = own.map((row) => Number(row.eur_per_unit ?? Infinity));
    expect(Math.min(...known)).toBe(Number(rate));
    converted += holding.size;
  }
  expect(converted).toBeGreaterThan(100);
});
