// Random worlds of audiences: panels of several vendors, devices, countries and months over sites
// and mirrors, crawls, paid networks, rates of networks, declared panels and a reference class. The
// same seed gives the same world.
import type { ModelWorld, OracleCrawl, OraclePanel, OracleRate } from './modelled.ts';
import type { Random } from '../../pipeline/platform/random.ts';

const SITES = ['alpha.tv', 'alpha.tv', 'beta.tv', 'beta.tv', 'gamma.tv', 'delta.tv'] as const;
const NETWORKS = ['adx.example', 'pop.example', 'zhost.example'] as const;
const VENDORS = ['panel-one', 'panel-one', 'panel-two', 'panel-three'] as const;
const MONTHS = ['2015-11', '2015-11', '2015-12'] as const;

/** What holds for all worlds of one warehouse. */
export function randomCard(random: Random): Pick<ModelWorld, 'rates' | 'primary' | 'cases'> {
  const share = () => random.pick(['0.2', '0.333333', '0.75', '1']);
  const row = (
    factor: string,
    low: string,
    high: string,
    change: Partial<OracleRate> = {},
  ): OracleRate => ({
    factor,
    network: null,
    country: null,
    low,
    high,
    ...change,
  });
  const rates = [
    row('ads_per_page', random.pick(['1', '0.5', '2.25']), '10'),
    row('ad_block_share', '0.1', random.pick(['0.6', '0.35'])),
    row('fill_rate', share(), '1'),
    row('fill_rate', share(), '1', { country: 'FR' }),
    row('valid_traffic_share', share(), '1'),
    row('publisher_share', share(), '1'),
    row('publisher_share', share(), '1', { network: 'adx.example' }),
    row('cpm', random.pick(['0.1', '1.7']), '25', { country: 'FR' }),
    row('cpm', random.pick(['0.05', '3.3']), '25', { network: 'pop.example' }),
    row('contamination_share', '0', random.pick(['0.0001', '0.002'])),
    ...(random.chance(0.8) ? [row('heavy_user_share', '0.1', random.pick(['0.5', '0.9']))] : []),
    ...(random.chance(0.8) ? [row('pages_per_visitor', random.pick(['1', '1.5']), '100')] : []),
  ];
  const primary = [
    { source: random.pick(VENDORS), from: '2015-01-01', declared_on: '2015-12-20' },
    {
      source: random.pick(VENDORS),
      from: '2015-12-01',
      declared_on: random.pick(['2015-12-20', '2016-02-01']),
    },
  ];
  const units = random.chance(0.6)
    ? []
    : (['visitors', 'visits', 'page_views', 'visitors'] as const);
  const cases = units.map((unit, index) => ({
    names: [`case-${String(index)}`],
    unit,
    rate: BigInt(random.pick([100, 20_000, 5_000_000, 90_000_000])),
  }));
  return { rates, primary, cases };
}

export function randomAudience(
  random: Random,
  prefix: string,
): Pick<ModelWorld, 'panels' | 'crawls' | 'paid'> {
  const site = () => `${prefix}${random.pick(SITES)}`;
  // Where mirrors report visitors alone, a sum of visitors would show.
  const isBare = random.chance(0.4);
  const panels = Array.from({ length: 1 + random.below(9) }, (_, index): OraclePanel => {
    const month = random.pick(MONTHS);
    return {
      record_id: `${prefix}p-${String(index)}`,
      source: random.pick(VENDORS),
      site: site(),
      month,
      country: random.pick(['FR', 'FR', 'FR', 'BE']),
      device: random.pick(['all', 'all', 'desktop', 'mobile', 'tablet']),
      unique_visitors: random.chance(0.07)
        ? null
        : random.pick([0, 9_000, 120_000, 450_000, 3_000_000]),
      visits: isBare || random.chance(0.5) ? null : random.below(5_000_000),
      page_views: isBare || random.chance(0.4) ? null : random.below(40_000_000),
      panel_size: random.chance(0.12) ? null : random.pick([60, 6_000, 22_000, 30_000]),
      universe: 44_800_000,
      published_at: `${random.chance(0.25) ? '2015-12-19' : '2016-01-15'}T00:00:00Z`,
    };
  }).map((panel) => (isUnmeasured(panel) ? { ...panel, page_views: 0 } : panel));
  const crawls = Array.from(
    { length: random.below(6) },
    (_, index): OracleCrawl => ({
      record_id: `${prefix}c-${String(index)}`,
      site: site(),
      month: random.pick(MONTHS),
      pages_sampled: random.pick([19, 20, 40, 40]),
      slots: Array.from({ length: random.below(5) }, () => ({
        network: random.pick(NETWORKS),
        per_page: random.pick(['0', '0.5', '1', '2.25', '7']),
      })),
    }),
  );
  const paid = Array.from({ length: random.below(3) }, () => ({
    site: site(),
    month: random.pick(MONTHS),
    network: random.pick(NETWORKS),
  }));
  return { panels, crawls, paid };
}

/** No record has no figure at all. */
function isUnmeasured({ unique_visitors, visits, page_views }: OraclePanel): boolean {
  return unique_visitors === null && visits === null && page_views === null;
}
