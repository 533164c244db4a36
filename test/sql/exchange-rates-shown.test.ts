// The promise: an explanation shows the day and the table of each exchange rate, and it is the rate
// that the floor was computed with.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flowsShown } from '../../pipeline/explain/flows-shown.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flow } from '../records.ts';
import { ecbRates, putDailyRatesAlone } from '../warehouse/daily-rates.ts';
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

const shownOf = (operation: string) => flowsShown(warehouse, { operation, month: '2015-11' });

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
      // It takes back a: at the days of a, though it names another.
      paid('e', 'USD', '2016-03-29', null, {
        status: 'reversed',
        reverses: { flow_id: 'a' },
        amount: '40',
      }),
      // What it takes back is not known: the higher rate.
      paid('f', 'USD', '2016-03-24', '2016-04-05', {
        status: 'reversed',
        reverses: { flow_id: 'nobody' },
        amount: '1',
      }),
    ],
    'shown-flow.ndjson',
  );
  const { parts, exchangeRates } = await shownOf('shown.tv');
  const thursday = { rate_table: 'daily', period: '2016-03-24', eur_per_unit: '0.896539358' };
  const april = { rate_table: 'monthly', period: '2016-04', eur_per_unit: '0.8814' };
  const [value, statement] = [{ asked_day: 'value_date' }, { asked_day: 'statement_date' }];
  const columns = ['flow_id', 'asked_day', 'day', 'rate_table', 'period', 'eur_per_unit', 'holds'];
  expect(
    exchangeRates.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]]))),
  ).toEqual([
    { flow_id: 'a', ...value, day: '2016-03-25', ...thursday, holds: 0 },
    { flow_id: 'a', ...statement, day: '2016-04-05', ...april, holds: 1 },
    {
      flow_id: 'b',
      ...value,
      day: '2015-06-01',
      rate_table: 'fixed',
      period: '2015-01-01',
      eur_per_unit: '0.2896200185',
      holds: 1,
    },
    {
      flow_id: 'c',
      ...value,
      day: '2016-03-28',
      rate_table: 'no_exchange_rate',
      period: '',
      eur_per_unit: '0',
      holds: 0,
    },
    { flow_id: 'e', ...value, day: '2016-03-25', ...thursday, holds: 0 },
    { flow_id: 'e', ...statement, day: '2016-04-05', ...april, holds: 1 },
    { flow_id: 'f', ...value, day: '2016-03-24', ...thursday, holds: 1 },
    { flow_id: 'f', ...statement, day: '2016-04-05', ...april, holds: 0 },
  ]);
  expect(parts.map((part) => [part['flow_id'], part['reason']])).toContainEqual([
    'c',
    'unconverted',
  ]);
});

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
      status: random.pick(['paid', 'paid', 'accrued', 'reversed']),
      reverses: null,
    }),
  ).map((record, index) =>
    record['status'] === 'reversed'
      ? { ...record, reverses: { flow_id: `many-${String(Math.max(0, index - 5))}` } }
      : record,
  );
  await putRecords(warehouse, 'flow', records, 'many-flow.ndjson');
  const { parts, exchangeRates } = await shownOf('many.tv');
  let converted = 0;
  for (const part of parts) {
    const own = exchangeRates.filter((row) => row['flow_id'] === part['flow_id']);
    const holding = new Set(
      own.filter((row) => row['holds'] === 1).map((row) => Number(row['eur_per_unit'])),
    );
    const rate = Number(part['rate']);
    expect([...holding], String(part['flow_id'])).toEqual(rate === 0 ? [] : [rate]);
    converted += holding.size;
    const known = own.map((row) => Number(row['eur_per_unit'])).filter((each) => each > 0);
    if (rate > 0 && part['standing'] !== 'unknown_reversal') expect(Math.min(...known)).toBe(rate);
  }
  expect(converted).toBeGreaterThan(150);
});
