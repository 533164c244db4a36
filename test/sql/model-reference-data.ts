// The reference data that ships, with another rate card, other primary panels and other cases.
import { type ReferenceData, readReference } from '../../pipeline/reference/load.ts';
import { publishedCase } from '../published-case.ts';
import type { AudienceCard } from '../random-records/audience-world.ts';

const UNITS = {
  visitors: 'unique_visitors_month',
  visits: 'visits_month',
  page_views: 'page_views_month',
};

/** A published case in which one unit of audience earned `rate` x 10^-10 EUR. */
interface ClassCase {
  readonly site: string;
  readonly unit: keyof typeof UNITS;
  readonly rate: number;
}

export function referenceOf({ card, primary }: AudienceCard, version: string): ReferenceData {
  // Each row also as a draft, which may not count: a name written twice is one name.
  const drafts = card.map((row) => ({ ...row, low: '0', high: '1', by: ['one', ' ONE '] }));
  const all = [...card.map((row) => ({ ...row, by: ['one', 'two'] })), ...drafts];
  const rows = all.map(({ from, to, by, ...row }, index) => ({
    ...row,
    id: `rate-${String(index)}`,
    unit: 'test',
    valid_from: from,
    valid_to: to,
    source: 'test',
    grade: 'assumption' as const,
    approved_by: by,
  }));
  return {
    ...readReference(),
    rateCard: { version, rows },
    audiencePolicy: {
      version,
      rows: primary.flatMap((one) =>
        // What is permitted without a size is no primary panel.
        (['primary', 'unquantified'] as const).map((permits) => ({
          ...one,
          source: permits === 'primary' ? one.source : 'panel-three',
          permits,
          declared_by: 'analyst',
          reason: 'test',
        })),
      ),
    },
  };
}

export function casesOf(cases: readonly ClassCase[], version: string): ReferenceData['cases'] {
  const rows = cases.map(({ site, unit, rate }) =>
    publishedCase({
      case_id: `${site} ${unit}`,
      site,
      domains: [site],
      audience_unit: UNITS[unit],
      audience_value: 10_000_000_000,
      revenue_amount: String(rate),
      revenue_basis: 'invoices',
    }),
  );
  return { version, rows };
}
