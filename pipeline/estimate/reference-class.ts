// The reference class of METHOD 5: which cases of reference/cases.json may be compared, and what each earned per unit of audience. The file is free
// text; what these rules do not know word for word is refused with a reason, never guessed.
import { z } from 'zod';
import { invariant } from '../platform/failure.ts';
import { fixedPoint } from '../platform/fixed-point.ts';
import { monthText } from '../platform/month.ts';
import type { MonthlyRate } from './exchange-rate.ts';

const caseRow = z.object({
  site: z.string(),
  period_start: z.string().nullable(),
  period_end: z.string().nullable(),
  audience_metric: z.string(),
  audience_value: z.number().nonnegative().nullable(),
  revenue_value: z.number().nonnegative().nullable(),
  revenue_currency: z.string(),
  revenue_period: z.string(),
  revenue_kind: z.string(),
  source: z.string(),
  evidence_class: z.string(),
  usable_as_truth: z.boolean(),
});

export const caseFile = z.object({ version: z.string(), rows: z.array(caseRow) });
export type CaseLibrary = z.infer<typeof caseFile>;
export type LibraryCase = z.infer<typeof caseRow>;

/** Money that a court, a forfeiture or invoices established. Not: statements, estimates, what is sought, totals of a prosecutor. */
const ESTABLISHED = ['court-judgment', 'forfeiture-order', 'invoices'];
const KINDS = ['advertising', 'advertising receipts', 'advertising revenue', 'advertising turnover'];

/** A figure of one month speaks of one month; over several months only an average does, or a peak, which makes the rate smaller. */
const UNITS = new Map([
  ['unique visitors/month', { unit: 'visitors', speaksOfMany: false }],
  ['unique visitors/month (average)', { unit: 'visitors', speaksOfMany: true }],
  ['unique visitors/month (peak)', { unit: 'visitors', speaksOfMany: true }],
  ['visits/month', { unit: 'visits', speaksOfMany: false }],
  ['visits/month (average)', { unit: 'visits', speaksOfMany: true }],
  ['visits/month (peak)', { unit: 'visits', speaksOfMany: true }],
  ['page views/month', { unit: 'page_views', speaksOfMany: false }],
  ['page views/month (average)', { unit: 'page_views', speaksOfMany: true }],
  ['page views/month (peak)', { unit: 'page_views', speaksOfMany: true }],
]);

const ONE_DOMAIN_OR_NAME = /^[\p{L}\d .-]+(\([a-z\d.-]+\))?$/u;
const DECIMALS = 10;
const PLAIN_DECIMAL = /^\d+(\.\d+)?$/;

type Classified = { unit: string; eurPerUnit: string } | { refusal: string };

/** Rows of the table reference_case. */
export function referenceCaseRows({ rows }: CaseLibrary, rates: readonly MonthlyRate[]): Record<string, unknown>[] {
  return rows.map((row, index) => {
    const classified = classify(row, rates);
    return {
      number: index + 1,
      site: row.site,
      names: namesOf(row.site),
      unit: 'unit' in classified ? classified.unit : '',
      eur_per_unit: 'unit' in classified ? classified.eurPerUnit : '0',
      evidence_class: row.evidence_class,
      refusal: 'refusal' in classified ? classified.refusal : '',
      source: row.source,
    };
  });
}

function classify(row: LibraryCase, rates: readonly MonthlyRate[]): Classified {
  if (!row.usable_as_truth) return { refusal: 'not usable as truth' };
  if (row.revenue_value === null) return { refusal: 'no revenue' };
  if (!PLAIN_DECIMAL.test(String(row.revenue_value))) return { refusal: 'revenue is not a plain figure' };
  if (!ESTABLISHED.includes(row.evidence_class)) return { refusal: 'not established by a court, a forfeiture or invoices' };
  if (!KINDS.includes(row.revenue_kind.trim().toLowerCase())) return { refusal: 'kind of revenue is not plainly advertising' };
  if (!ONE_DOMAIN_OR_NAME.test(row.site)) return { refusal: 'not plainly one site' };
  const metric = UNITS.get(row.audience_metric.trim().toLowerCase());
  if (metric === undefined) return { refusal: 'audience is not plainly visitors, visits or page views of a month' };
  const audience = row.audience_value;
  if (audience === null || audience === 0 || !Number.isSafeInteger(audience)) return { refusal: 'no audience' };
  const months = monthsOf(row);
  if (months === null) return { refusal: 'months of the revenue are not known' };
  if (months.length > 1 && !metric.speaksOfMany) return { refusal: 'audience of one month, revenue of several' };
  const rate = lowestRate(row.revenue_currency, months, rates);
  if (rate === null) return { refusal: 'no exchange rate' };
  const [revenue, euros] = [fraction(String(row.revenue_value)), fraction(rate)];
  const scaled =
    (revenue.numerator * euros.numerator * 10n ** BigInt(DECIMALS)) /
    (revenue.denominator * euros.denominator * BigInt(months.length) * BigInt(audience));
  return { unit: metric.unit, eurPerUnit: fixedPoint(scaled, DECIMALS) };
}

const MONTHS_BY_PERIOD = new Map([
  ['month', 1],
  ['year', 12],
]);

/** The months that the revenue speaks of: of a year as a bound the widest reading, which makes the rate smaller. */
function monthsOf({ period_start, period_end, revenue_period }: LibraryCase): string[] | null {
  const [first, last] = [bound(period_start, '01'), bound(period_end, '12')];
  if (first === null || last === null || last < first) return null;
  const months = Array.from({ length: last - first + 1 }, (_, index) => monthText(first + index));
  if (revenue_period === 'total') return months;
  return MONTHS_BY_PERIOD.get(revenue_period) === months.length ? months : null;
}

/** Months since the year 0. */
function bound(written: string | null, ofYear: '01' | '12'): number | null {
  const match = /^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(written ?? '');
  return match === null ? null : Number(match[1]) * 12 + Number(match[2] ?? ofYear) - 1;
}

/** Null when a month has no rate. */
function lowestRate(currency: string, months: readonly string[], rates: readonly MonthlyRate[]): string | null {
  if (currency === 'EUR') return '1';
  const found = months.map((month) => rates.find((rate) => rate.currency === currency && rate.period === month)?.eur_per_unit);
  const known = found.filter((rate) => rate !== undefined);
  return known.length < found.length ? null : known.reduce((least, rate) => (Number(rate) < Number(least) ? rate : least));
}

function fraction(written: string): { numerator: bigint; denominator: bigint } {
  invariant(PLAIN_DECIMAL.test(written), 'a figure is a plain decimal');
  const [whole = '', part = ''] = written.split('.');
  return { numerator: BigInt(whole + part), denominator: 10n ** BigInt(part.length) };
}

/** namesOf('Planet-Series (planet-series.tv)') is ['planet-series.tv', 'planet-series']. */
function namesOf(site: string): string[] {
  const lower = site.toLowerCase();
  const slug = (lower.split('(')[0] ?? '')
    .trim()
    .replaceAll(/[^\p{L}\d]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return [...new Set([...(lower.match(/[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu) ?? []), slug])];
}
