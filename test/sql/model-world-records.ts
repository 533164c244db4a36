// Reference data and records of a world of audiences (test/oracle/modelled.ts).
import { type ReferenceData, readReference } from '../../pipeline/reference/load.ts';
import type { ModelWorld } from '../oracle/modelled.ts';
import { publishedCase } from '../published-case.ts';
import { type Fields, observation, panel, slot } from '../records.ts';

export function referenceOf(
  card: Pick<ModelWorld, 'rates' | 'primary' | 'cases'>,
  version: string,
): ReferenceData {
  const rows = card.rates.map((rate, index) => ({
    ...rate,
    id: `rate-${String(index)}`,
    line: 'advertising' as const,
    device: 'all' as const,
    unit: 'test',
    valid_from: '2010-01-01',
    valid_to: null,
    currency: rate.factor === 'cpm' ? 'EUR' : null,
    source: 'test',
    grade: 'assumption' as const,
    approved_by: ['one', 'two'],
  }));
  const units = {
    visitors: 'unique_visitors_month',
    visits: 'visits_month',
    page_views: 'page_views_month',
  };
  const cases = card.cases.map(({ names, unit, rate }) =>
    publishedCase({
      case_id: names[0],
      site: names[0],
      domains: [],
      audience_unit: units[unit],
      audience_value: 10_000_000_000,
      revenue_amount: String(rate),
      revenue_basis: 'invoices',
    }),
  );
  return {
    ...readReference(),
    rateCard: { version, rows },
    cases: { version, rows: cases },
    audiencePolicy: {
      version,
      rows: card.primary.map((one) => ({
        ...one,
        permits: 'primary' as const,
        to: null,
        declared_by: 'analyst',
        reason: 'test',
      })),
    },
  };
}

export const panelRecord = (measured: ModelWorld['panels'][number]): Fields =>
  panel(measured.record_id, { ...measured, design_effect: null });
export const crawlRecord = ({
  record_id,
  month,
  slots,
  ...crawl
}: ModelWorld['crawls'][number]): Fields =>
  observation(
    record_id,
    slots.map(({ network, per_page }) => slot(network, per_page)),
    { ...crawl, observed_at: `${month}-30T23:59:59Z` },
  );
