// Which published cases are members of a class, and what each earned per unit of audience.
import { describe, expect, test } from 'vitest';
import { referenceCaseRows } from '../../pipeline/reference/case-members.ts';
import { publishedCase } from '../published-case.ts';

const YEAR = { from: '2015-01', to: '2015-12', edges: 'exact', per: 'year' };
/** 12,000 EUR in the year 2015 from 1000 visitors a month: 1 EUR a visitor and month. */
const CASE = {
  site: 'Example',
  domains: ['www.example.tv'],
  audience_value: 1_000,
  audience_statistic: 'average',
  audience_country: 'FR',
  revenue_amount: '12000',
  period: YEAR,
};

const RATES = Array.from({ length: 12 }, (_, index) => ({
  currency: 'USD',
  period: `2015-${String(index + 1).padStart(2, '0')}`,
  eur_per_unit: index === 5 ? '0.85' : '0.9',
}));

function classified(change: Record<string, unknown>, rates = RATES) {
  const [row] = referenceCaseRows(
    { version: '1', rows: [publishedCase({ ...CASE, ...change })] },
    rates,
  );
  return {
    refusal: row?.['refusal'],
    unit: row?.['unit'],
    rate: row?.['eur_per_unit'],
    names: row?.['names'],
  };
}

test('a case that says everything has a rate per visitor and month, and the names that it must not be compared with', () => {
  expect(classified({})).toEqual({
    refusal: '',
    unit: 'visitors',
    rate: '1.0000000000',
    names: ['example.tv', 'example'],
  });
});

describe('what the fields leave open is refused with the field', () => {
  const notEstablished = 'revenue_basis is not a court, a forfeiture, invoices or flows';
  const notAdvertising = 'revenue_line is not advertising';
  const notAMonth = 'audience_unit is not unique visitors, visits or page views of a month';
  const noMonths = 'months of the revenue are not known';
  test.each<[string, Record<string, unknown>]>([
    ...['admission', 'investigation', 'sought', 'estimate', 'damages', null].map(
      (revenue_basis): [string, Record<string, unknown>] => [notEstablished, { revenue_basis }],
    ),
    ['no revenue_amount', { revenue_amount: null }],
    ...['subscription', 'donation', 'file_host', 'other', 'all_lines', null].map(
      (revenue_line): [string, Record<string, unknown>] => [notAdvertising, { revenue_line }],
    ),
    ...['gross', 'profit', null].map((revenue_measure): [string, Record<string, unknown>] => [
      'revenue_measure is not received',
      { revenue_measure },
    ]),
    ...['at_most', 'about', null].map((revenue_bound): [string, Record<string, unknown>] => [
      'revenue_bound is not exact or at_least',
      { revenue_bound },
    ]),
    ...['several_sites', null].map((revenue_scope): [string, Record<string, unknown>] => [
      'revenue_scope is not one_site or part',
      { revenue_scope },
    ]),
    ...['several_sites', null].map((audience_scope): [string, Record<string, unknown>] => [
      'audience_scope is not one_site',
      { audience_scope },
    ]),
    ...['unique_visitors_day', 'visitors_day', 'subscribers', 'members', 'users', null].map(
      (audience_unit): [string, Record<string, unknown>] => [notAMonth, { audience_unit }],
    ),
    ...['total', null].map((audience_statistic): [string, Record<string, unknown>] => [
      'audience_statistic is not value, average or peak',
      { audience_statistic },
    ]),
    ['no audience_panel', { audience_panel: null }],
    ['no audience_country', { audience_country: null }],
    ...[null, 0].map((audience_value): [string, Record<string, unknown>] => [
      'no audience_value',
      { audience_value },
    ]),
    ...[
      { from: null },
      { to: null },
      { from: '2016-01' },
      { to: '2015-11' },
      { from: '2015-01-02' },
      { edges: null },
      { per: null },
      { per: 'month' },
    ].map((change): [string, Record<string, unknown>] => [
      noMonths,
      { period: { ...YEAR, ...change } },
    ]),
    ['audience of one month, revenue of several', { audience_statistic: 'value' }],
    ['no exchange rate', { revenue_currency: 'XAF' }],
    ['no exchange rate', { revenue_currency: null }],
  ])('%s: %j', (refusal, change) => {
    expect(classified(change)).toMatchObject({ refusal, unit: '', rate: '0' });
  });

  test('one month without a rate is a refusal, not an average of the others', () => {
    expect(classified({ revenue_currency: 'USD' }, RATES.slice(1))).toMatchObject({
      refusal: 'no exchange rate',
      rate: '0',
    });
  });
});

test.each([{ revenue_basis: 'flows' }, { revenue_bound: 'at_least' }, { revenue_scope: 'part' }])(
  'money that may be less than the truth is a member: %j',
  (change) => {
    expect(classified(change)).toMatchObject({ refusal: '', unit: 'visitors' });
  },
);

describe('where a reading is open, the one with the smaller rate is taken', () => {
  test('the lowest exchange rate of the months counts for all', () => {
    expect(classified({ revenue_currency: 'USD' })).toMatchObject({
      refusal: '',
      rate: '0.8500000000',
    });
  });

  test('a total within two years is of all their months', () => {
    const period = { from: '2014-01', to: '2015-12', edges: 'within', per: 'whole' };
    expect(classified({ period, revenue_amount: '24000' })).toMatchObject({
      refusal: '',
      rate: '1.0000000000',
    });
  });

  test('a total is of every month of its period, also of one that it covers in part', () => {
    const whole = { ...YEAR, per: 'whole' };
    expect(classified({ period: { ...whole, to: '2015-06' } })).toMatchObject({
      rate: '2.0000000000',
    });
    expect(classified({ period: { ...whole, to: '2015-06-02' } })).toMatchObject({
      rate: '2.0000000000',
    });
  });

  test('a peak of the audience is taken for each month', () => {
    const peak = {
      audience_unit: 'visits_month',
      audience_statistic: 'peak',
      audience_value: 7_000,
    };
    // 12 000 / 12 / 7000, cut at the tenth decimal and not rounded up.
    expect(classified(peak)).toMatchObject({ refusal: '', unit: 'visits', rate: '0.1428571428' });
  });

  test('the revenue and the audience of one month are compared', () => {
    const month = {
      period: { from: '2015-01', to: '2015-01-31', edges: 'exact', per: 'month' },
      audience_unit: 'page_views_month',
      audience_statistic: 'value',
      audience_value: 400,
      revenue_amount: '0.5',
    };
    expect(classified(month)).toMatchObject({
      refusal: '',
      unit: 'page_views',
      rate: '0.0012500000',
    });
  });
});
