// Cases of a library that may be compared, and what each earned per unit of audience: METHOD 5, "what cannot be classified with certainty is refused, never guessed".
import { describe, expect, test } from 'vitest';
import { type LibraryCase, referenceCaseRows } from '../../pipeline/estimate/reference-class.ts';

/** 12 000 EUR in the year 2015 from 1000 visitors a month: 1 EUR a visitor and month. */
const CASE: LibraryCase = {
  site: 'Example (example.tv)',
  period_start: '2015-01',
  period_end: '2015-12',
  audience_metric: 'unique visitors/month (average)',
  audience_value: 1_000,
  revenue_value: 12_000,
  revenue_currency: 'EUR',
  revenue_period: 'year',
  revenue_kind: 'advertising revenue',
  source: 'a judgment',
  evidence_class: 'court-judgment',
  usable_as_truth: true,
};

const RATES = Array.from({ length: 12 }, (_, index) => ({
  currency: 'USD',
  period: `2015-${String(index + 1).padStart(2, '0')}`,
  eur_per_unit: index === 5 ? '0.85' : '0.9',
}));

function classified(change: Partial<LibraryCase>, rates = RATES) {
  const [row] = referenceCaseRows({ version: '1', rows: [{ ...CASE, ...change }] }, rates);
  return { refusal: row?.['refusal'], unit: row?.['unit'], rate: row?.['eur_per_unit'], names: row?.['names'] };
}

test('a case that is plain in every field has a rate per visitor and month, and the names that it must not be compared with', () => {
  expect(classified({})).toEqual({ refusal: '', unit: 'visitors', rate: '1.0000000000', names: ['example.tv', 'example'] });
});

describe('what is not certain is refused with a reason', () => {
  test.each<[string, string, Partial<LibraryCase>]>([
    ['the library itself doubts it', 'not usable as truth', { usable_as_truth: false }],
    ['no revenue', 'no revenue', { revenue_value: null }],
    ['a revenue of 22 digits', 'revenue is not a plain figure', { revenue_value: 1e21 }],
    ['a revenue below a millionth', 'revenue is not a plain figure', { revenue_value: 1e-7 }],
    ['what a prosecutor sought', 'not established by a court, a forfeiture or invoices', { evidence_class: 'prosecution-total' }],
    [
      'what a rights holder estimates',
      'not established by a court, a forfeiture or invoices',
      { evidence_class: 'rights-holder-estimate' },
    ],
    ['damages', 'kind of revenue is not plainly advertising', { revenue_kind: 'damages' }],
    ['advertising and subscriptions', 'kind of revenue is not plainly advertising', { revenue_kind: 'advertising and subscriptions' }],
    ['two sites', 'not plainly one site', { site: 'Example, Other' }],
    ['two domains', 'not plainly one site', { site: 'Example (example.tv, example.org)' }],
    ['a group of sites', 'not plainly one site', { site: 'Example & mirrors' }],
    ['visitors of a day', 'audience is not plainly visitors, visits or page views of a month', { audience_metric: 'unique visitors/day' }],
    ['subscribers', 'audience is not plainly visitors, visits or page views of a month', { audience_metric: 'subscribers' }],
    [
      'registered users',
      'audience is not plainly visitors, visits or page views of a month',
      { audience_metric: 'registered users/month' },
    ],
    ['no audience', 'no audience', { audience_value: null }],
    ['an audience of 0', 'no audience', { audience_value: 0 }],
    ['half a visitor', 'no audience', { audience_value: 1_000.5 }],
    ['no first month', 'months of the revenue are not known', { period_start: null }],
    ['no last month', 'months of the revenue are not known', { period_end: null }],
    ['a month 13', 'months of the revenue are not known', { period_end: '2015-13' }],
    ['a period that ends before it begins', 'months of the revenue are not known', { period_start: '2016-01' }],
    ['a year of eleven months', 'months of the revenue are not known', { period_end: '2015-11' }],
    ['a revenue per day', 'months of the revenue are not known', { revenue_period: 'day' }],
    [
      'the visitors of one month, the revenue of twelve',
      'audience of one month, revenue of several',
      { audience_metric: 'unique visitors/month' },
    ],
    ['a currency without rates', 'no exchange rate', { revenue_currency: 'XYZ' }],
  ])('%s: %s', (_, refusal, change) => {
    expect(classified(change)).toMatchObject({ refusal, unit: '', rate: '0' });
  });

  test('one month without a rate is a refusal, not an average of the others', () => {
    expect(classified({ revenue_currency: 'USD' }, RATES.slice(1))).toMatchObject({ refusal: 'no exchange rate', rate: '0' });
  });
});

describe('where a reading is open, the one with the smaller rate is taken', () => {
  test('the lowest exchange rate of the months counts for all', () => {
    expect(classified({ revenue_currency: 'USD' })).toMatchObject({ refusal: '', rate: '0.8500000000' });
  });

  test('years as bounds are all of their months', () => {
    const total = { revenue_period: 'total', period_start: '2014', period_end: '2015', revenue_value: 24_000 };
    expect(classified(total)).toMatchObject({ refusal: '', rate: '1.0000000000' });
  });

  test('a total is of every month of its period', () => {
    expect(classified({ revenue_period: 'total', period_end: '2015-06' })).toMatchObject({ refusal: '', rate: '2.0000000000' });
  });

  test('a peak of the audience stands for each month', () => {
    expect(classified({ audience_metric: 'Visits/month (peak)', audience_value: 7_000 })).toMatchObject({
      refusal: '',
      unit: 'visits',
      // 12 000 / 12 / 7000, cut at the tenth decimal and not rounded up.
      rate: '0.1428571428',
    });
  });

  test('the revenue and the audience of one and the same month are compared', () => {
    const month = {
      revenue_period: 'month',
      period_end: '2015-01',
      audience_metric: 'page views/month',
      audience_value: 400,
      revenue_value: 0.5,
    };
    expect(classified(month)).toMatchObject({ refusal: '', unit: 'page_views', rate: '0.0012500000' });
  });
});
