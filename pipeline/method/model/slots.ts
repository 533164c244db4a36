// M-SLOTS: the advertising slots of a site are those that crawls of the month (UTC) saw. A crawl
// counts when it looked at 20 pages or more. Slots of one network in one crawl are added, to at
// most 1000 a page. Of several crawls the least slots count, and a network that one of them did not
// see has none. A network with a paid flow in the month has none: documents show what it paid.
import { propertyOf } from '../../../schemas/property.ts';
import type { ObservationRecord } from '../evidence.ts';
import type { ModelEvidence } from './model-evidence.ts';
import { standingContents } from './standing-content.ts';
import { inUnits, smallest, sum } from './whole-numbers.ts';

const LEAST_PAGES = 20;
const MOST_SLOTS = 1_000_000_000n;

/** Of one network on one site in one month. */
export interface Slots {
  readonly network: string;
  /** In millionths. */
  readonly perPage: bigint;
}

/** The crawls that count, with the property and month that each saw. */
export interface Crawl {
  readonly property: string;
  readonly month: string;
  readonly slots: ObservationRecord['slots'];
}

export function crawlsOf(observations: readonly ObservationRecord[]): Crawl[] {
  return standingContents(observations, (crawl) => JSON.stringify(crawl)).flatMap(
    ({ content: { site, observed_at: at, pages_sampled: pages, slots } }) => {
      const place = propertyOf(site);
      return 'fault' in place || pages === null || pages < LEAST_PAGES
        ? []
        : [{ property: place.name, month: at.slice(0, 7), slots }];
    },
  );
}

export function slotsOf(
  crawls: readonly Crawl[],
  property: string,
  month: string,
  { networkOf, isDocumented }: Pick<ModelEvidence, 'networkOf' | 'isDocumented'>,
): Slots[] {
  const seen = crawls.filter((crawl) => crawl.property === property && crawl.month === month);
  const networks = new Set(
    seen.flatMap(({ slots }) => slots.map((slot) => networkOf(slot.network))),
  );
  const onPage = ({ slots }: Crawl, network: string) => {
    const own = slots.filter((slot) => networkOf(slot.network) === network);
    const all = sum(own.map((slot) => inUnits(slot.per_page ?? '0', 6)));
    return all > MOST_SLOTS ? MOST_SLOTS : all;
  };
  return [...networks].flatMap((network) => {
    const perPage = smallest(seen.map((crawl) => onPage(crawl, network))) ?? 0n;
    return perPage === 0n || isDocumented(network, month) ? [] : [{ network, perPage }];
  });
}
