// A case as records of the contract. This is the only place that supposes anything about a panel that the case does not describe.
import type { Case } from './case-file.ts';
import { fold } from './fold.ts';

/**
 * The panel that is supposed when a French figure of 2008 to 2016 names Mediametrie: the smallest panel that was published for those years (22 000 persons,
 * 2012), the universe of November 2015 (44.8 million; smaller before, and a larger universe gives a lower floor), and no design effect, for which the method
 * takes 2.5. Later universes are larger than that, so later figures get no floor.
 */
const CONVENTIONAL = { panel: 22_000, universe: 44_800_000, from: '2008-01', to: '2016-12', country: 'FR' };
const NAMED = /\bmediametrie\b/;
/** Whoever names the panel to say that it did not measure, or beside another figure. */
const DOUBTED =
  /\b(?:not|non|pas|no|never|jamais|extrapol\w*|estim\w*|above|below|than|plus que|claims?|claimed|own counter|alexa|similarweb|google|analytics|or|ou)\b|\?/;

export const SUPPOSED = `unquantified: supposes a panel of ${String(CONVENTIONAL.panel)} in a universe of ${String(CONVENTIONAL.universe)}, design effect 2.5, one page per visitor`;

export interface CaseRecords {
  operation: string;
  /** The same measurement in each month that it may be of. */
  panels: Record<string, unknown>[];
  registry: Record<string, unknown>;
}

const DOMAIN = /(?<![\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?![\w-])/g;
const SEVERAL = /[+&;,/]|\b(?:and|et|bouquet|sites|networks?|reseaux?|galaxie|mirrors?|miroirs?|clones?|others?|autres?)\b/;

/** Without scheme, `www.` and the slash at the end of an address. */
const plainName = (site: string) =>
  fold(site)
    .replaceAll(/\bhttps?:\/\//g, '')
    .replaceAll(/\bwww\./g, '')
    .replaceAll(/\/(?=\s|\)|$)/g, '');

/** @returns why the name of the case is not that of one site; null when it is */
export function notOneSite(site: string): string | null {
  const name = plainName(site);
  const domains = new Set(name.match(DOMAIN) ?? []);
  const isSeveral = domains.size > 1 || SEVERAL.test(name);
  return isSeveral ? `"${site}" is more than one site; visitors of several sites are never summed` : null;
}

/** @param number of the row, from 1; it names sites without a domain. @returns why there is no panel record, or the records */
export function caseRecords(one: Case, number: number, months: readonly string[]): CaseRecords | { reason: string } {
  const measured = fold(one.audience_source ?? '');
  if (!NAMED.test(measured) || DOUBTED.test(measured)) return { reason: 'no panel is named, so the measurement has no sampling limit' };
  const unknown = months.find((month) => month < CONVENTIONAL.from || month > CONVENTIONAL.to);
  if (unknown !== undefined)
    return { reason: `panel and universe of ${unknown} are not known (supposed only from ${CONVENTIONAL.from} to ${CONVENTIONAL.to})` };
  const [domain] = plainName(one.site).match(DOMAIN) ?? [];
  const site = domain ?? `case-${String(number)}.example`;
  const operation = one.site.replace(/\s*\(.*$/, '').trim() || site;
  const id = `case-${String(number)}`;
  return {
    operation,
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
      operation,
      operator_country: CONVENTIONAL.country,
      valid_from: '2000-01-01',
    },
  };
}
