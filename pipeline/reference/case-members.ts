// Which published cases are members of a class of comparable operations (M-CLASS), and what each
// earned per unit of audience. A case whose fields leave a doubt is out, with the reason.
import { invariant } from '../platform/failure.ts';
import { fixedPoint } from '../text/fixed-point.ts';
import { isoMonth } from '../text/calendar.ts';
import { domainOf } from '../../schemas/property.ts';
import { caseMonths, firstDay, lastDay } from './case-period.ts';
import type { MonthlyRate } from './exchange-rate.ts';
import { type CaseLibrary, type PublishedCase, caseSchema } from './published-case.ts';

/** Money that a court, a forfeiture, invoices or single payments established. */
const ESTABLISHED = new Set<PublishedCase['revenue_basis']>([
  'court_finding',
  'forfeiture',
  'invoices',
  'flows',
]);

/** A member's money may be less than the truth, never more: that only lowers the class. */
const AT_MOST_TRUE = new Set<PublishedCase['revenue_bound']>(['exact', 'at_least']);
const OF_ONE_SITE = new Set<PublishedCase['revenue_scope']>(['one_site', 'part']);

/** Units of the class, by the unit of the case. */
const UNITS = new Map<PublishedCase['audience_unit'], string>([
  ['unique_visitors_month', 'visitors'],
  ['visits_month', 'visits'],
  ['page_views_month', 'page_views'],
]);

/** For several months, a figure must be their average, or a peak, which lowers the rate. */
const OF_MANY_MONTHS = new Set<PublishedCase['audience_statistic']>(['average', 'peak']);

const DECIMALS = 10;

type Classified = { unit: string; eurPerUnit: string } | { refusal: string };

/** Fields of a case that are columns under the same name. */
const columns = caseSchema.omit({ domains: true, period: true, quotes: true, note: true });

/** Rows of the table reference_case. */
export function referenceCaseRows(
  { rows }: CaseLibrary,
  rates: readonly MonthlyRate[],
): Record<string, unknown>[] {
  return rows.map((row, index) => {
    const { period } = row;
    const classified = classify(row, rates);
    return {
      number: index + 1,
      ...columns.parse(row),
      names: namesOf(row.site, row.domains),
      unit: 'unit' in classified ? classified.unit : '',
      eur_per_unit: 'unit' in classified ? classified.eurPerUnit : '0',
      refusal: 'refusal' in classified ? classified.refusal : '',
      source: row.source ?? '',
      period_from: period.from === null ? null : firstDay(period.from),
      period_to: period.to === null ? null : lastDay(period.to),
      period_edges: period.edges,
      period_per: period.per,
    };
  });
}

function classify(row: PublishedCase, rates: readonly MonthlyRate[]): Classified {
  const refusal = moneyRefusal(row) ?? audienceRefusal(row);
  if (refusal !== null) return { refusal };
  const unit = UNITS.get(row.audience_unit);
  const { revenue_amount: revenue, audience_value: audience } = row;
  if (unit === undefined || revenue === null || audience === null) return { refusal: 'no figure' };
  const months = monthsOf(row);
  if (months === null) return { refusal: 'months of the revenue are not known' };
  if (months.length > 1 && !OF_MANY_MONTHS.has(row.audience_statistic))
    return { refusal: 'audience of one month, revenue of several' };
  const rate = lowestRate(row.revenue_currency, months, rates);
  if (rate === null) return { refusal: 'no exchange rate' };
  const [money, euros] = [fraction(revenue), fraction(rate)];
  const scaled =
    (money.numerator * euros.numerator * 10n ** BigInt(DECIMALS)) /
    (money.denominator * euros.denominator * BigInt(months.length) * BigInt(audience));
  return { unit, eurPerUnit: fixedPoint(scaled, DECIMALS) };
}

function moneyRefusal(row: PublishedCase): string | null {
  if (!ESTABLISHED.has(row.revenue_basis))
    return 'revenue_basis is not a court, a forfeiture, invoices or flows';
  if (row.revenue_amount === null) return 'no revenue_amount';
  if (row.revenue_line !== 'advertising') return 'revenue_line is not advertising';
  if (row.revenue_measure !== 'received') return 'revenue_measure is not received';
  if (!AT_MOST_TRUE.has(row.revenue_bound)) return 'revenue_bound is not exact or at_least';
  return OF_ONE_SITE.has(row.revenue_scope) ? null : 'revenue_scope is not one_site or part';
}

function audienceRefusal(row: PublishedCase): string | null {
  if (row.audience_scope !== 'one_site') return 'audience_scope is not one_site';
  if (!UNITS.has(row.audience_unit))
    return 'audience_unit is not unique visitors, visits or page views of a month';
  if (row.audience_statistic === null || row.audience_statistic === 'total')
    return 'audience_statistic is not value, average or peak';
  if (row.audience_value === null || row.audience_value === 0) return 'no audience_value';
  // Ratios are compared within one panel and one country.
  if (row.audience_panel === null) return 'no audience_panel';
  return row.audience_country === null ? 'no audience_country' : null;
}

/** The months of the revenue. `within` is read as widely as possible, which lowers the rate. */
function monthsOf({ period }: PublishedCase): string[] | null {
  const known = caseMonths(period);
  if (known === null || period.edges === null || period.per === null) return null;
  const length = known.last - known.first + 1;
  if (period.per !== 'whole' && (length !== MONTHS_OF[period.per] || known.whole !== length))
    return null;
  return Array.from({ length }, (_, index) => isoMonth(known.first + index));
}

const MONTHS_OF = { month: 1, year: 12 };

/** @returns null when a month has no rate */
function lowestRate(
  currency: string | null,
  months: readonly string[],
  rates: readonly MonthlyRate[],
): string | null {
  if (currency === 'EUR') return '1';
  const found = months.map(
    (month) =>
      rates.find((rate) => rate.currency === currency && rate.period === month)?.eur_per_unit,
  );
  const known = found.filter((rate) => rate !== undefined);
  if (known.length < found.length) return null;
  return known.reduce((least, rate) => (Number(rate) < Number(least) ? rate : least));
}

const PLAIN_DECIMAL = /^\d+(\.\d+)?$/;

function fraction(written: string): { numerator: bigint; denominator: bigint } {
  invariant(PLAIN_DECIMAL.test(written), 'a figure is a plain decimal');
  const [whole = '', part = ''] = written.split('.');
  return { numerator: BigInt(whole + part), denominator: 10n ** BigInt(part.length) };
}

/** namesOf('Planet-Series', ['www.planet-series.tv']) is ['planet-series.tv', 'planet-series']. */
function namesOf(site: string, domains: readonly string[]): string[] {
  const slug = site
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return [...new Set([...domains.map((domain) => domainOf(domain) ?? domain), slug])];
}
