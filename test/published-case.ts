// Published cases for tests: one with every field, and variations of it.
import { type PublishedCase, caseSchema } from '../pipeline/reference/published-case.ts';

/** A court found 3000 EUR of advertising revenue of one site in November 2015. */
export const PLAIN_CASE = {
  case_id: 'plain',
  site: 'one.tv',
  domains: ['one.tv'],
  audience_value: 450_000,
  audience_unit: 'unique_visitors_month',
  audience_statistic: 'value',
  audience_scope: 'one_site',
  audience_basis: 'mediametrie',
  audience_panel: 'mediametrie',
  audience_country: null,
  revenue_amount: '3000',
  revenue_currency: 'EUR',
  revenue_line: 'advertising',
  revenue_basis: 'court_finding',
  revenue_measure: 'received',
  revenue_bound: 'exact',
  revenue_scope: 'one_site',
  period: { from: '2015-11', to: '2015-11', edges: 'exact', per: 'month' },
  quotes: [],
  source: 'judgment',
  note: null,
};

/** @throws when the changed case is not valid */
export const publishedCase = (change: Record<string, unknown>): PublishedCase =>
  caseSchema.parse({ ...PLAIN_CASE, ...change });
