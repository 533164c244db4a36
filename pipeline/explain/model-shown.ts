// How the modelled money of the month came about: the measurements and their lower limits, pages,
// slots and crawls, the rates of the card, and the panel that counts.
import { inOrder } from '../method/order.ts';
import { placeOf } from '../method/property.ts';
import type { CardMonth, ModelTrace } from '../method/model/card-month.ts';
import { countingRow } from '../method/model/card-rate.ts';
import type { Measurement } from '../method/model/measurement.ts';
import type { ModelFactor } from '../method/model/model-reference.ts';
import type { ModelledMonth } from '../method/model/modelled.ts';
import { unitsOf, unitsOfRung } from '../method/model/panel-choice.ts';
import { type PricedMeasurement, unitsOfPages } from '../method/model/panel-figure.ts';
import { fixedPoint } from '../text/fixed-point.ts';
import { moneyText, shareText } from './decimals.ts';
import { type FactorShown, factorsShown } from './factors-shown.ts';
import { distinct } from './distinct.ts';
import { type RecordShown, recordShown } from './record-shown.ts';

/** A measurement of the operation's month, usable or not. Figures of a panel are as reported. */
export interface AudienceShown extends RecordShown {
  source: string;
  record_id: string;
  site: string;
  /** Empty: all countries together. */
  country: string;
  device: string;
  unique_visitors: number | null;
  visits: number | null;
  page_views: number | null;
  panel_size: number | null;
  universe: number | null;
  /** As used: 2.5 where the panel does not say, at least 1. Null: there is no limit. */
  design_effect: string | null;
  /** Error of its limit, in millionths (M-ALPHA). */
  alpha_ppm: number;
  contamination_share: string | null;
  /** Why it has no limit or no money, as a code; empty: it has both. */
  problem: string;
  /** M-AUDIENCE and M-VOLUME. Null: there is no limit. */
  visitors_lower: string | null;
  visits_lower: string | null;
  page_views_lower: string | null;
  measured_pages: string | null;
  implied_pages: string | null;
}

/** M-POSITION: the rates that a price is made of, as the model takes them. */
export interface PriceShown {
  not_blocked: string;
  fill_rate: string;
  valid_traffic: string;
  publisher_share: string;
  cpm_eur: string;
}

/** M-CARD: what one measurement gives by the rates of the card (L3). */
export interface CardShown extends PriceShown {
  source: string;
  record_id: string;
  site: string;
  country: string;
  device: string;
  pages_lower: string;
  ads_per_page: string;
  modelled_eur: string;
}

/** M-SLOTS: slots of a network that nothing documents (L2). */
export interface SlotShown extends PriceShown {
  site: string;
  country: string;
  network: string;
  per_page: string;
  crawls: number;
  /** Pages that the smallest of these crawls looked at. */
  pages_sampled: number;
  /** What one page brings through them. */
  eur_per_page: string;
}

export interface CrawlShown extends RecordShown {
  source: string;
  record_id: string;
  site: string;
  /** UTC. */
  observed_at: string;
  pages_sampled: number | null;
}

/** M-PANEL. */
export interface PanelShown {
  panel: string;
  /** 1: it counts: `primary`: declared in time, `least`: its figure is the lowest. */
  counts: 0 | 1;
  choice: 'primary' | 'least' | '';
  rung: 'L2' | 'L3' | '';
  /** L3 and L2; null: it has no such figure. */
  card_eur: string | null;
  slots_eur: string | null;
  modelled_eur: string;
}

export interface ModelShown {
  audience: AudienceShown[];
  card: CardShown[];
  slots: SlotShown[];
  crawls: CrawlShown[];
  panels: PanelShown[];
  factors: FactorShown[];
}

const NOTHING: ModelShown = {
  audience: [],
  card: [],
  slots: [],
  crawls: [],
  panels: [],
  factors: [],
};

export function modelShown(model: ModelledMonth | null): ModelShown {
  if (model === null) return NOTHING;
  const { card } = model;
  const { trace } = card;
  const priced = trace.figures.flatMap((figure) => figure.priced);
  const audience = trace.measurements.map((one) => audienceShown(one, priced, trace));
  const slots = distinct(priced.flatMap((one) => slotsShown(one, trace)));
  const seen = new Set(slots.map(({ site }) => site));
  return {
    audience: audience.sort(
      inOrder(
        ({ source }) => source,
        ({ site }) => site,
        ({ country }) => country,
        ({ record_id: id }) => id,
      ),
    ),
    card: priced.filter(({ place }) => place.card > 0n).map((one) => cardShown(one, trace)),
    slots,
    crawls: trace.crawls.filter(({ property }) => seen.has(property)).map(crawlShown),
    panels: panelsShown(card),
    factors: factorsShown(priced, trace),
  };
}

function audienceShown(
  measurement: Measurement,
  priced: readonly PricedMeasurement[],
  { alphaPpm }: ModelTrace,
): AudienceShown {
  const { panel, property, sample } = measurement;
  const own = priced.find((one) => one.measurement.panel === panel);
  const problem = typeof sample === 'string' ? sample : problemOf(own);
  const text = (pages: bigint | undefined) => pages?.toString() ?? null;
  return {
    source: panel.source,
    record_id: panel.record_id,
    site: property,
    country: panel.country ?? '',
    device: panel.device,
    unique_visitors: panel.unique_visitors,
    visits: panel.visits,
    page_views: panel.page_views,
    panel_size: panel.panel_size,
    universe: panel.universe,
    design_effect: typeof sample === 'string' ? null : String(sample.designEffect),
    alpha_ppm: alphaPpm,
    contamination_share: typeof sample === 'string' ? null : String(sample.contamination),
    problem,
    visitors_lower: text(own?.measurement.visitorsLower),
    visits_lower: text(own?.volume.visitsLower),
    page_views_lower: text(own?.volume.pageViewsLower),
    measured_pages: text(own?.volume.measuredPages),
    implied_pages: text(own?.volume.impliedPages),
    ...recordShown(panel),
  };
}

/** Of a measurement with a limit. */
function problemOf(priced: PricedMeasurement | undefined): string {
  if (priced?.place.canHavePages === false) return 'no_page_views';
  return priced?.place.card === 0n && priced.place.slots === 0n ? 'no_rate' : '';
}

function cardShown({ measurement, place }: PricedMeasurement, trace: ModelTrace): CardShown {
  const { panel, property } = measurement;
  return {
    source: panel.source,
    record_id: panel.record_id,
    site: property,
    country: panel.country ?? '',
    device: panel.device,
    pages_lower: place.mostPages.toString(),
    ads_per_page: rateOf('ads_per_page', measurement, null, trace),
    ...priceShown(measurement, null, trace),
    modelled_eur: moneyText(unitsOfPages(place.mostPages, place.card)),
  };
}

function slotsShown({ measurement, seen }: PricedMeasurement, trace: ModelTrace): SlotShown[] {
  const { panel, property } = measurement;
  const crawls = trace.crawls.filter((crawl) => crawl.property === property);
  const sampled = crawls.map(({ record }) => record.pages_sampled ?? 0);
  return seen
    .filter(({ price }) => price > 0n)
    .map(({ network, perPage, price }) => ({
      site: property,
      country: panel.country ?? '',
      network,
      per_page: shareText(perPage),
      ...priceShown(measurement, network, trace),
      crawls: crawls.length,
      pages_sampled: Math.min(...sampled),
      eur_per_page: perPageText(price),
    }));
}

/** @param price of 1000 pages, in 1e-36 EUR */
function perPageText(price: bigint): string {
  return fixedPoint(price / 10n ** 27n, 12);
}

function crawlShown({ record }: ModelTrace['crawls'][number]): CrawlShown {
  return {
    source: record.source,
    record_id: record.record_id,
    site: placeOf(record.site).property,
    observed_at: record.observed_at.replace('T', ' ').replace('Z', ''),
    pages_sampled: record.pages_sampled,
    ...recordShown(record),
  };
}

function panelsShown({ trace, panel, isPrimary }: CardMonth): PanelShown[] {
  return trace.figures.map((figure) => {
    const counts = figure.source === panel;
    const units = unitsOf(figure);
    const money = (rung: typeof figure.card) => (rung === null ? null : moneyText(rung.units));
    const isThere = figure.card !== null || figure.slots !== null;
    return {
      panel: figure.source,
      counts: counts ? 1 : 0,
      choice: counts ? (isPrimary ? 'primary' : 'least') : '',
      rung: isThere ? (units > unitsOfRung(figure.card) ? 'L2' : 'L3') : '',
      card_eur: money(figure.card),
      slots_eur: money(figure.slots),
      modelled_eur: moneyText(units),
    };
  });
}

function priceShown(
  measurement: Measurement,
  network: string | null,
  trace: ModelTrace,
): PriceShown {
  const rate = (factor: ModelFactor) => rateOf(factor, measurement, network, trace);
  const blocked = countingRow(trace.reference, 'ad_block_share', measurement.panel, network);
  return {
    not_blocked: blocked === null ? '' : shareText(1_000_000n - blocked.rate),
    fill_rate: rate('fill_rate'),
    valid_traffic: rate('valid_traffic_share'),
    publisher_share: rate('publisher_share'),
    cpm_eur: rate('cpm'),
  };
}

/** Empty: there is no rate. */
function rateOf(
  factor: ModelFactor,
  { panel }: Measurement,
  network: string | null,
  { reference }: ModelTrace,
): string {
  const found = countingRow(reference, factor, panel, network);
  return found === null ? '' : shareText(found.rate);
}
