// Random worlds of audiences: panels of several vendors, devices, countries and months over sites
// and mirrors, crawls, paid networks, rates of networks and declared panels. The same seed gives
// the same world.
import type {
  CardRow,
  ModelFactor,
  PrimaryPanel,
} from '../../pipeline/method/model/model-reference.ts';
import type { Random } from '../../pipeline/platform/random.ts';
import { flowSchema } from '../../schemas/flow.ts';
import { observationSchema } from '../../schemas/observation.ts';
import { panelSchema } from '../../schemas/panel.ts';
import type { RecordOf } from '../../schemas/record.ts';
import { type Fields, flow, observation, panel, slot } from '../records.ts';

/** With the prefix of the world instead of the star. */
const SITES = [
  '*alpha.tv',
  '*alpha.tv',
  'm.*alpha.tv',
  '*beta.tv',
  '*beta.tv',
  '*gamma.tv',
  '*delta.tv',
] as const;
const NETWORKS = ['adx.example', 'pop.example', 'zhost.example'] as const;
/** The card names one network in another case. */
const CARD_NETWORKS = ['AdX.example', 'pop.example'] as const;
const VENDORS = ['panel-one', 'panel-one', 'panel-two', 'panel-three'] as const;
const MONTHS = ['2015-11', '2015-11', '2015-12'] as const;
const COUNTRIES = ['FR', 'FR', 'FR', 'BE', null] as const;

export interface AudienceCard {
  readonly card: readonly CardRow[];
  readonly primary: readonly PrimaryPanel[];
}

export interface AudienceWorld {
  readonly panels: readonly RecordOf<'panel'>[];
  readonly observations: readonly RecordOf<'observation'>[];
  readonly flows: readonly RecordOf<'flow'>[];
}

function cardRow(
  factor: ModelFactor,
  low: string,
  high: string,
  change: Partial<CardRow> = {},
): CardRow {
  return {
    id: factor,
    factor,
    line: 'advertising',
    device: 'all',
    network: null,
    country: null,
    from: '2010-01-01',
    to: null,
    currency: factor === 'cpm' ? 'EUR' : null,
    low,
    high,
    grade: 'assumption',
    source: 'invented',
    ...change,
  };
}

/** What holds for all worlds of one warehouse. */
export function randomCard(random: Random): AudienceCard {
  const share = () => random.pick(['0.2', '0.333333', '0.75', '1']);
  const [adx, pop] = CARD_NETWORKS;
  const lacks = random.pick(['heavy', 'implied', 'nothing', 'nothing', 'nothing']);
  const card = [
    cardRow('ads_per_page', random.pick(['1', '0.5', '2.25']), '10'),
    cardRow('ad_block_share', '0.1', random.pick(['0.6', '0.35'])),
    cardRow('fill_rate', share(), '1'),
    cardRow('fill_rate', share(), '1', { country: 'FR' }),
    // Rows that hold for another month, line or device, and for a part of a month.
    cardRow('fill_rate', '0.01', '1', { to: '2015-12-30' }),
    cardRow('fill_rate', '0.01', '1', { from: '2015-11-02', to: '2015-11-30' }),
    cardRow('fill_rate', '0.01', '1', { line: 'donation' }),
    cardRow('fill_rate', '0.01', '1', { device: 'mobile' }),
    cardRow('valid_traffic_share', share(), '1'),
    cardRow('publisher_share', share(), '1'),
    cardRow('publisher_share', share(), '1', { network: adx }),
    cardRow('cpm', random.pick(['0.1', '1.7']), '25', { country: 'FR' }),
    cardRow('cpm', random.pick(['0.09', '1.6']), '25', { currency: 'USD', country: 'FR' }),
    cardRow('cpm', random.pick(['0.05', '3.3']), '25', { network: pop }),
    ...(random.chance(0.5) ? [cardRow('cpm', '0.7', '25')] : []),
    cardRow('contamination_share', '0', random.pick(['0.0001', '0.002'])),
    // Never neither: no audience would have pages.
    ...(lacks === 'heavy' ? [] : [cardRow('heavy_user_share', '0.1', random.pick(['0.5', '0.9']))]),
    ...(lacks === 'implied' ? [] : [cardRow('pages_per_visitor', random.pick(['1', '1.5']), '9')]),
  ];
  const primary = [
    { source: random.pick(VENDORS), from: '2015-01-01', to: null, declared_on: '2015-12-20' },
    {
      source: random.pick(VENDORS),
      from: '2015-12-01',
      to: random.pick(['2015-12-30', '2015-12-31']),
      declared_on: random.pick(['2015-12-20', '2016-02-01']),
    },
  ];
  return { card, primary };
}

interface SiteMonth {
  readonly site: string;
  readonly month: string;
}

/** @param prefix of every site and record, so that worlds can share a warehouse */
export function randomAudience(random: Random, prefix: string): AudienceWorld {
  // Few, so that panels, crawls and payments meet.
  const somewhere = (): SiteMonth => ({
    site: random.pick(SITES).replace('*', prefix),
    month: random.pick(MONTHS),
  });
  const places = [somewhere(), somewhere(), somewhere()] as const;
  // Where mirrors report visitors alone, a sum of visitors would show.
  const isBare = random.chance(0.4);
  const panels = Array.from({ length: 1 + random.below(9) }, (_, index) =>
    randomPanel(random, `${prefix}p-${String(index)}`, random.pick(places), isBare),
  ).flatMap((one) => withRevisions(random, one));
  const crawls = Array.from({ length: random.below(6) }, (_, index) =>
    randomCrawl(random, `${prefix}c-${String(index)}`, random.pick(places)),
  ).flatMap((one) => withRevisions(random, one));
  const flows = Array.from({ length: random.below(3) }, (_, index) =>
    randomPayment(random, `${prefix}f-${String(index)}`, random.pick(places)),
  );
  return {
    panels: panels.map((fields) => panelSchema.parse(fields)),
    observations: crawls.map((fields) => observationSchema.parse(fields)),
    flows: flows.map((fields) => flowSchema.parse(fields)),
  };
}

function randomPanel(random: Random, id: string, place: SiteMonth, isBare: boolean): Fields {
  const visitors = random.chance(0.07)
    ? null
    : random.pick([0, 9_000, 120_000, 450_000, 3_000_000]);
  const visits = isBare || random.chance(0.5) ? null : random.below(5_000_000);
  const pages = isBare || random.chance(0.4) ? null : random.below(40_000_000);
  const isUnmeasured = visitors === null && visits === null && pages === null;
  return panel(id, {
    ...place,
    source: random.pick(VENDORS),
    country: random.pick(COUNTRIES),
    device: random.pick(['all', 'all', 'desktop', 'mobile', 'tablet']),
    unique_visitors: visitors,
    visits,
    page_views: isUnmeasured ? 0 : pages,
    panel_size: random.chance(0.08) ? null : random.pick([60, 75, 6_000, 22_000, 22_000, 30_000]),
    universe: random.chance(0.05) ? random.pick([null, 0, 100_000]) : 44_800_000,
    design_effect: random.pick([null, null, '0.5', '1.75']),
    published_at: `${random.chance(0.25) ? '2015-12-19' : '2016-01-15'}T00:00:00Z`,
  });
}

function randomCrawl(random: Random, id: string, { site, month }: SiteMonth): Fields {
  const slots = Array.from({ length: random.pick([0, 3, 5, 7]) }, () => ({
    ...slot(random.pick(NETWORKS)),
    per_page: random.pick([null, '0', '0.5', '1', '2.25', '7', '999.5']),
  }));
  return observation(id, slots, {
    site,
    observed_at: `${month}-30T23:59:59Z`,
    pages_sampled: random.pick([null, 19, 20, 40, 40, 40, 40]),
  });
}

/** It documents its network, and gives no line that the model gives. */
function randomPayment(random: Random, id: string, { site, month }: SiteMonth): Fields {
  return flow(id, {
    site,
    network: random.pick(NETWORKS),
    line: 'donation',
    amount: '0.0001',
    period_start: `${month}-01`,
    period_end: `${month}-30`,
  });
}

/** Mostly the record alone; else also a repeat, a revision, a dispute, or that it never was. */
function withRevisions(random: Random, fields: Fields): Fields[] {
  const changed = { ...fields, site: 'elsewhere.tv' };
  return random.pick([
    [fields],
    [fields],
    [fields],
    [fields],
    [fields],
    [fields, fields],
    [changed, { ...fields, revision: 2 }],
    [{ ...fields, revision: 3 }, changed],
    [fields, changed],
    [fields, { ...fields, revision: 2, void: true }],
  ]);
}
