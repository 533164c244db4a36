// What panels and crawls see of an operation. A panel is a weighted sample: who visited is
// binomial, and the weights are gamma variables with the variance that the design effect says
// (Kish: deff = 1 + CV^2), so that limits are tested against what they were made for.
import type { Calendar } from './calendar.ts';
import { casePanel } from './cases.ts';
import { type Operation, UNIVERSE } from './operation.ts';
import type { Random } from '../../platform/random.ts';
import type { WorldSettings } from './settings.ts';

interface World {
  settings: WorldSettings;
  calendar: Calendar;
}

interface Vendor {
  name: string;
  size: number;
  /** As stated on the record; null: unknown, for which the method takes 2.5. */
  stated: string | null;
  trueEffect: number;
  /** What it makes of a visitor. */
  factor: number;
  isSized: boolean;
  hasDevices: boolean;
}

const UNKNOWN_EFFECT = 2.5;
/** Of the universe, however much a panel exaggerates. */
const LARGEST_SEEN = 0.9;

export function panelsOf(
  random: Random,
  { settings, calendar }: World,
  operation: Operation,
): Record<string, unknown>[] {
  const vendors = vendorsOf(random, settings, operation);
  return vendors.flatMap((vendor) =>
    calendar.months.flatMap((month, at) =>
      operation.sites.flatMap((site) => {
        const devices = vendor.hasDevices
          ? ([
              ['desktop', 0.6],
              ['mobile', 0.55],
            ] as const)
          : ([['all', 1]] as const);
        return devices.map(([device, share]) => ({
          record_id: `${vendor.name}/${site.name}/${month}/${device}`,
          revision: 1,
          source: vendor.name,
          site: site.name,
          month,
          country: 'FR',
          device,
          ...measured(random, vendor, operation, {
            persons: (operation.visitors[at] ?? 0) * site.share * share,
            views: (operation.pageViews[at] ?? 0) * site.share * share,
          }),
          panel_size: vendor.isSized ? vendor.size : null,
          universe: vendor.isSized ? UNIVERSE : null,
          design_effect: vendor.stated,
          published_at: `${calendar.iso((calendar.starts[at + 1] ?? 0) + 14)}T00:00:00Z`,
        }));
      }),
    ),
  );
}

function vendorsOf(
  random: Random,
  settings: WorldSettings,
  { evidence, ofCases }: Operation,
): Vendor[] {
  if (ofCases !== null)
    return ofCases.panelFactors.map((factor, index) => ({
      ...vendorOf(casePanel(settings.seed, index).random, settings, index),
      factor,
      isSized: true,
      hasDevices: false,
    }));
  if (evidence === 'documented') return [];
  return Array.from({ length: random.chance(0.3) ? 2 : 1 }, (_, index) =>
    vendorOf(random, settings, index),
  );
}

function vendorOf(random: Random, settings: WorldSettings, index: number): Vendor {
  const isUnknown = random.chance(0.5);
  const stated = isUnknown ? UNKNOWN_EFFECT : Math.round(random.between(1.2, 3.5) * 10) / 10;
  const within = settings.rates === 'lowest' ? stated : random.between(1.05, stated);
  return {
    name: `${settings.prefix}panel-${String(index)}`,
    size: random.pick([30_000, 22_000, 22_000, 10_000]),
    stated: isUnknown ? null : stated.toFixed(1),
    trueEffect: settings.misspecify === 'design_effect_understated' ? stated * 4 : within,
    factor: 1,
    isSized: !random.chance(0.08),
    hasDevices: random.chance(0.15),
  };
}

/**
 * @param persons true visitors; bots and forced visits come on top: a share of the universe that
 * reaches the site in no other way
 */
function measured(
  random: Random,
  { size, trueEffect, factor }: Vendor,
  { rates }: Operation,
  { persons, views }: { persons: number; views: number },
): { unique_visitors: number; page_views: number } {
  const share = Math.min(LARGEST_SEEN, (persons * factor) / UNIVERSE);
  const hits = random.binomial(size, share + (1 - share) * rates.contamination);
  const shape = 1 / (trueEffect - 1);
  const seen = hits === 0 ? 0 : random.gamma(hits * shape);
  const unseen = hits === size ? 0 : random.gamma((size - hits) * shape);
  const visitors = Math.floor((seen / (seen + unseen)) * UNIVERSE);
  return {
    unique_visitors: visitors,
    page_views:
      persons === 0 ? 0 : Math.floor((views * visitors) / persons / (1 - rates.heavyShare)),
  };
}

/**
 * Crawls of half of the operations that have an audience: each month each site, with the slots that
 * each network really serves.
 */
export function crawlsOf(
  random: Random,
  { calendar }: World,
  operation: Operation,
): Record<string, unknown>[] {
  if (operation.evidence === 'documented' || random.chance(0.5)) return [];
  const slots = operation.streams
    .filter(({ line }) => line === 'advertising')
    .map(({ network, share }) => ({
      network,
      publisher_account: `pub-${operation.account}`,
      format: 'pop',
      per_page: (Math.floor(operation.rates.adsPerPage * share * 1_000_000) / 1_000_000).toFixed(6),
    }));
  return calendar.months.flatMap((month, at) =>
    operation.sites.map((site) => ({
      record_id: `crawl/${site.name}/${month}`,
      revision: 1,
      source: 'crawler',
      site: site.name,
      observed_at: `${calendar.iso((calendar.starts[at] ?? 0) + 10)}T10:00:00Z`,
      pages_sampled: 40,
      slots,
      ads_txt: [],
    })),
  );
}
