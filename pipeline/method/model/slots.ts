// M-SLOTS: the advertising slots of a site are those that crawls of the month (UTC) saw. A crawl
// counts when it looked at 20 pages or more. Slots of one network in one crawl are added, to at
// most 1000 a page. Of several crawls the least slots count, and a network that one of them did not
// see has none. A network with a paid flow in the month has none: documents show what it paid.
import { least, sum } from '../amount.ts';
import type { ObservationRecord } from '../evidence.ts';
import { placeOf } from '../property.ts';
import { undisputed } from '../revision.ts';
import { millionths } from './millionths.ts';
import type { ModelEvidence } from './model-evidence.ts';

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
  readonly record: ObservationRecord;
  readonly property: string;
  readonly month: string;
  readonly slots: ObservationRecord['slots'];
}

export function crawlsOf(observations: readonly ObservationRecord[]): Crawl[] {
  return undisputed(observations).flatMap((record) => {
    const { site, observed_at: at, pages_sampled: pages, slots } = record;
    return pages === null || pages < LEAST_PAGES
      ? []
      : [{ record, property: placeOf(site).property, month: at.slice(0, 7), slots }];
  });
}

export function slotsOf(
  crawls: readonly Crawl[],
  property: string,
  month: string,
  { nameOf, isDocumented }: Pick<ModelEvidence, 'nameOf' | 'isDocumented'>,
): Slots[] {
  const seen = crawls.filter((crawl) => crawl.property === property && crawl.month === month);
  const networks = new Set(seen.flatMap(({ slots }) => slots.map((slot) => nameOf(slot.network))));
  const onPage = ({ slots }: Crawl, network: string) => {
    const own = slots.filter((slot) => nameOf(slot.network) === network);
    const all = sum(own.map((slot) => millionths(slot.per_page ?? '0')));
    return all > MOST_SLOTS ? MOST_SLOTS : all;
  };
  return [...networks].flatMap((network) => {
    const perPage = seen.map((crawl) => onPage(crawl, network)).reduce(least, MOST_SLOTS);
    return perPage === 0n || isDocumented(network, month) ? [] : [{ network, perPage }];
  });
}
