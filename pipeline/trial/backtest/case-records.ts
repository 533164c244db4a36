// A case as input records. This is the only place that supposes anything about a panel that the
// case does not describe.
import { domainOf } from '../../../schemas/property.ts';
import type { PublishedCase } from '../../reference/published-case.ts';

/**
 * The panel that is supposed for figures of Médiamétrie from 2008 to 2016: the smallest panel that
 * was published for those years (22,000 persons, 2012), the universe of November 2015 (44.8
 * million; smaller before, and a larger universe gives a lower floor), and no design effect, for
 * which the method takes 2.5. Later universes are larger, so later figures get no floor.
 */
const CONVENTIONAL = {
  panel: 22_000,
  universe: 44_800_000,
  from: '2008-01',
  to: '2016-12',
  country: 'FR',
};

export const SUPPOSED = `unquantified: supposes a panel of ${String(CONVENTIONAL.panel)} in a universe of ${String(CONVENTIONAL.universe)}, design effect 2.5, one page per visitor`;

export interface CaseRecords {
  operation: string;
  /** The same measurement in each month that it may be of. */
  panels: Record<string, unknown>[];
  registry: Record<string, unknown>;
}

/**
 * @param number of the row, from 1; it names sites without a domain
 * @returns why there is no panel record, or the records
 */
export function caseRecords(
  one: PublishedCase,
  number: number,
  months: readonly string[],
): CaseRecords | { reason: string } {
  const unknown = unknownPanel(one, months);
  if (unknown !== null) return { reason: unknown };
  const [domain] = one.domains;
  const site =
    domain === undefined ? `case-${String(number)}.example` : (domainOf(domain) ?? domain);
  const id = `case-${String(number)}`;
  return {
    operation: one.site,
    panels: months.map((month) => ({
      record_id: `${id}-${month}`,
      revision: 1,
      source: 'case-library',
      site,
      month,
      country: CONVENTIONAL.country,
      device: 'all',
      unique_visitors: one.audience_value,
      // A panel counts as a visitor who was shown at least one page.
      page_views: one.audience_value,
      panel_size: CONVENTIONAL.panel,
      universe: CONVENTIONAL.universe,
      published_at: `${month}-28T00:00:00Z`,
    })),
    registry: {
      record_id: id,
      revision: 1,
      source: 'case-library',
      site,
      operation: one.site,
      valid_from: '2000-01-01',
    },
  };
}

function unknownPanel(
  { audience_basis: basis, audience_country: country }: PublishedCase,
  months: readonly string[],
): string | null {
  if (basis !== 'mediametrie')
    return (
      `audience_basis is ${basis ?? 'missing'}: without a panel of known size there is no ` +
      'sampling limit'
    );
  if (country !== null && country !== CONVENTIONAL.country)
    return `audience_country is ${country}: the panel is known for ${CONVENTIONAL.country} alone`;
  const unknown = months.find((month) => month < CONVENTIONAL.from || month > CONVENTIONAL.to);
  return unknown === undefined
    ? null
    : `panel and universe of ${unknown} are not known (supposed only from ${CONVENTIONAL.from} ` +
        `to ${CONVENTIONAL.to})`;
}
