// A world of modelled money for cases by hand. All rates are 1 and 1000 impressions cost 10 EUR, so
// that a page brings 0.01 EUR. The panel keeps 296026 of its 450000 visitors, and as many of 450000
// pages.
import { type Comparables, NO_COMPARABLES } from '../../../pipeline/method/class/comparable.ts';
import type { ModelEvidence } from '../../../pipeline/method/model/model-evidence.ts';
import type {
  CardRow,
  ModelFactor,
  ModelReference,
} from '../../../pipeline/method/model/model-reference.ts';
import { type ModelledMonth, modelledMonths } from '../../../pipeline/method/model/modelled.ts';
import { propertyOwners } from '../../../pipeline/method/property.ts';
import { observationSchema } from '../../../schemas/observation.ts';
import { panelSchema } from '../../../schemas/panel.ts';
import { siteSchema } from '../../../schemas/site.ts';
import { type Fields, panel, site as registered } from '../../records.ts';

/** Visitors that the limit keeps, and their pages: in 0.0001 EUR. */
export const KEPT = 296_026n;
export const PAGE = 100n;

export function row(factor: ModelFactor, value: string, change: Partial<CardRow> = {}): CardRow {
  return {
    id: factor,
    factor,
    line: 'advertising',
    device: 'all',
    network: null,
    country: null,
    from: '2015-01-01',
    to: '2015-12-31',
    currency: factor === 'cpm' ? 'EUR' : null,
    low: value,
    high: value,
    grade: 'assumption',
    source: 'invented',
    ...change,
  };
}

export const CARD = [
  row('contamination_share', '0.002'),
  row('heavy_user_share', '0'),
  row('ads_per_page', '1'),
  row('ad_block_share', '0'),
  row('fill_rate', '1'),
  row('valid_traffic_share', '1'),
  row('publisher_share', '1'),
  row('cpm', '10'),
];
export const lacking = (factor: string) => CARD.filter((one) => one.factor !== factor);

export const measured = (id: string, change: Fields = {}) =>
  panel(id, { page_views: 450_000, panel_size: 30_000, ...change });

export interface Given {
  panels?: readonly Fields[];
  crawls?: readonly Fields[];
  card?: readonly CardRow[];
  primary?: ModelReference['primary'];
  monthly?: ModelReference['monthly'];
  without?: readonly string[];
  /** Measurements over which alpha is split: each limit gets 0.05. */
  limits?: number;
  comparables?: Comparables;
  /** Rows of the registry. */
  sites?: readonly Fields[];
  documented?: string;
}

/** What the model gives `op`, which owns one.tv and two.tv. */
export function months({
  panels = [measured('p')],
  crawls = [],
  card = CARD,
  primary = [],
  monthly = [],
  without = [],
  limits = 1,
  comparables = NO_COMPARABLES,
  sites = ['one.tv', 'two.tv'].map((site) => registered(site, { site })),
  documented = 'nothing',
}: Given): ModelledMonth[] {
  const evidence: ModelEvidence = {
    panels: panels.map(({ known_at: known = null, ...fields }) => ({
      ...panelSchema.parse(fields),
      known_at: typeof known === 'string' ? known : null,
    })),
    observations: crawls.map((fields) => observationSchema.parse(fields)),
    ownersOf: propertyOwners(sites.map((fields) => siteSchema.parse(fields))),
    nameOf: (name) => (name ?? '').toLowerCase(),
    isDocumented: (network, month) => `${network} ${month}` === documented,
  };
  const options = { alphaPpm: 250_000 * limits, comparables, without };
  return modelledMonths('op', evidence, { card, primary, monthly }, options);
}

/** Pages that money was modelled from, in parts of those that the limit keeps. */
export function pages(given: Given): number | string {
  const [first] = months(given);
  return first?.units == null ? `none: ${String(first?.why)}` : Number(first.units) / 29_602_600;
}
