// What the fields of a case say: which revenue was established, which side the figure bounds, and
// whether the audience can go into a floor. A case that leaves one of these open is refused.
import {
  AUDIENCE_STATISTICS,
  AUDIENCE_UNITS,
  type PublishedCase,
  REVENUE_BASES,
} from '../../reference/published-case.ts';

/**
 * exact: the figure is the revenue. at_least: revenue is the figure or more (a minimum, a profit,
 * a part). at_most: revenue is the figure or less (a maximum, gross money).
 */
export type Nature = 'exact' | 'at_least' | 'at_most';

export interface Problem {
  verdict: 'refused' | 'insufficient';
  reason: string;
}

const refused = (reason: string): Problem => ({ verdict: 'refused', reason });

/** Money that nobody established, or that is not revenue. */
const NOT_ESTABLISHED = new Set<PublishedCase['revenue_basis']>(['sought', 'estimate', 'damages']);

/** @returns null: the fields say what the revenue and the audience are */
export function problemOf(one: PublishedCase): Problem | null {
  const { revenue_basis: basis, audience_unit: unit, audience_statistic: statistic } = one;
  if (basis !== null && NOT_ESTABLISHED.has(basis))
    return refused(`revenue_basis is ${basis}: ${REVENUE_BASES[basis]}`);
  if (one.revenue_amount === null)
    return { verdict: 'insufficient', reason: 'no revenue was established' };
  if (unit !== null && unit !== 'unique_visitors_month')
    return refused(
      `audience_unit is ${unit} (${AUDIENCE_UNITS[unit]}), not unique visitors of a month`,
    );
  if (statistic !== null && statistic !== 'value')
    return refused(
      `audience_statistic is ${statistic} (${AUDIENCE_STATISTICS[statistic]}), not the value ` +
        'of a month',
    );
  return scopeProblem(one) ?? missingProblem(one) ?? boundProblem(one);
}

function scopeProblem({ audience_scope, revenue_scope }: PublishedCase): Problem | null {
  if (audience_scope === 'several_sites')
    return refused('audience_scope is several_sites: visitors of several sites are never summed');
  if (revenue_scope === 'several_sites')
    return refused('revenue_scope is several_sites: the figure is not the revenue of one site');
  return null;
}

/** Fields without which it is open what the figures count. */
const NEEDED = [
  ...(['audience_unit', 'audience_statistic', 'audience_scope'] as const),
  ...(['revenue_currency', 'revenue_line', 'revenue_basis'] as const),
  ...(['revenue_measure', 'revenue_bound', 'revenue_scope'] as const),
];

function missingProblem(one: PublishedCase): Problem | null {
  const missing = [
    ...NEEDED.filter((field) => one[field] === null),
    ...(['edges', 'per'] as const).flatMap((field) =>
      one.period[field] === null ? [`period.${field}`] : [],
    ),
  ];
  if (missing.length === 0) return null;
  return refused(`the case does not say what its figures count: ${missing.join(', ')} missing`);
}

function boundProblem(one: PublishedCase): Problem | null {
  if (one.revenue_bound === 'about')
    return refused('revenue_bound is about: an approximation bounds revenue on no side');
  if (isLow(one) && isHigh(one))
    return refused(
      `revenue_bound ${String(one.revenue_bound)}, revenue_measure ${String(one.revenue_measure)} ` +
        `and revenue_scope ${String(one.revenue_scope)} together bound revenue on no side`,
    );
  return null;
}

const isLow = ({ revenue_bound, revenue_measure, revenue_scope }: PublishedCase) =>
  revenue_bound === 'at_least' || revenue_measure === 'profit' || revenue_scope === 'part';

const isHigh = ({ revenue_bound, revenue_measure }: PublishedCase) =>
  revenue_bound === 'at_most' || revenue_measure === 'gross';

/** Of a case without a {@link problemOf}. */
export function natureOf(one: PublishedCase): Nature {
  if (isLow(one)) return 'at_least';
  return isHigh(one) ? 'at_most' : 'exact';
}

/** An audience gives a floor of advertising money alone. */
export const includesAdvertising = ({ revenue_line }: PublishedCase) =>
  revenue_line === 'advertising' || revenue_line === 'all_lines';
