// M-CARD: what the rate card makes of a panel's pages. L3: pages times the positions of a page of
// the card times what a position brings (M-POSITION). L2: the same with the slots that crawls saw
// (M-SLOTS) instead of the positions of the card. Each place is cut to 0.0001 EUR, then M-PLACES
// adds or compares. The larger of L3 and L2 is the panel's figure.
import { sum } from '../amount.ts';
import { cardRate } from './card-rate.ts';
import { largest } from './extremes.ts';
import type { Measurement } from './measurement.ts';
import type { ModelEvidence } from './model-evidence.ts';
import type { ModelReference } from './model-reference.ts';
import { type Place, moneyOfPlaces, placesOf } from './places.ts';
import { POSITION_ASSUMPTIONS, positionPrice } from './position-price.ts';
import { type Crawl, type Slots, slotsOf } from './slots.ts';
import { type Volume, volumeOf } from './volume.ts';

/** What gives no L3, or no L2, when it is left out. */
const LEAVES_NO_CARD = ['rung:L3', 'rate:ads_per_page', ...POSITION_ASSUMPTIONS];
const LEAVES_NO_SLOTS = ['rung:L2', ...POSITION_ASSUMPTIONS];

/** Prices are in 10^-36 EUR for 1000 pages, money in 10^-4 EUR. */
const PRICE_IN_UNITS = 10n ** 35n;

/** A measurement with the lower limit of its visitors. */
export interface Limited extends Measurement {
  readonly visitorsLower: bigint;
}

export interface RungFigure {
  /** In 0.0001 EUR. */
  readonly units: bigint;
  /** True: 0, because an assumption is left out. */
  readonly isLeftOut: boolean;
}

export interface PanelFigure {
  readonly source: string;
  /** Of each measurement of the panel, in their order. */
  readonly priced: readonly PricedMeasurement[];
  /** The largest lower limit of a place. */
  readonly visitorsLower: bigint;
  /** Null: there is no such figure, even when no assumption is left out. */
  readonly card: RungFigure | null;
  readonly slots: RungFigure | null;
  /** Why places give no figure. */
  readonly problems: readonly ('no_page_views' | 'no_rate')[];
}

export interface ModelSources {
  readonly evidence: ModelEvidence;
  readonly crawls: readonly Crawl[];
  readonly reference: ModelReference;
  readonly without: readonly string[];
}

/** With what its positions and its slots bring for 1000 pages. 0: there is no price. */
interface PricedPlace extends Place {
  readonly card: bigint;
  readonly slots: bigint;
}

/** A measurement with its pages, and what is on a page. */
export interface PricedMeasurement {
  readonly measurement: Limited;
  readonly volume: Volume;
  readonly place: PricedPlace;
  readonly seen: readonly PricedSlots[];
}

/** Slots of one network, with what they bring for 1000 pages. */
export interface PricedSlots extends Slots {
  readonly price: bigint;
}

/** @param measured usable measurements of one panel in one month */
export function panelFigure(
  measured: readonly [Limited, ...Limited[]],
  sources: ModelSources,
): PanelFigure {
  const priced = measured.map((one) => pricedMeasurement(one, sources));
  const all = priced.map(({ place }) => place);
  const places = placesOf(all);
  const rung = (price: 'card' | 'slots', leavesNone: readonly string[]): RungFigure | null => {
    if (!places.some((place) => place.canHavePages && place[price] > 0n)) return null;
    const isLeftOut = leavesNone.some((assumption) => sources.without.includes(assumption));
    const moneyOf = (pages: bigint, place: PricedPlace) => unitsOfPages(pages, place[price]);
    return { units: isLeftOut ? 0n : moneyOfPlaces(places, moneyOf), isLeftOut };
  };
  const hasNoPrice = ({ canHavePages, card, slots }: PricedPlace) =>
    canHavePages && card === 0n && slots === 0n;
  return {
    source: measured[0].panel.source,
    priced,
    visitorsLower: largest(measured.map((one) => one.visitorsLower)),
    card: rung('card', LEAVES_NO_CARD),
    slots: rung('slots', LEAVES_NO_SLOTS),
    problems: [
      ...(all.every(({ canHavePages }) => canHavePages) ? [] : ['no_page_views' as const]),
      ...(places.some(hasNoPrice) ? ['no_rate' as const] : []),
    ],
  };
}

/** In 0.0001 EUR. @param price of 1000 pages */
export function unitsOfPages(pages: bigint, price: bigint): bigint {
  return (pages * price) / PRICE_IN_UNITS;
}

function pricedMeasurement(
  measurement: Limited,
  { evidence, crawls, reference, without }: ModelSources,
): PricedMeasurement {
  const { panel, property, domain, visitorsLower } = measurement;
  const volume = volumeOf(panel, visitorsLower, reference, without);
  const positions = cardRate(reference, 'ads_per_page', panel, null) ?? 0n;
  const seen = slotsOf(crawls, property, panel.month, evidence).map((slots) => ({
    ...slots,
    price: slots.perPage * positionPrice(reference, panel, slots.network),
  }));
  const { measuredPages, impliedPages, canHavePages } = volume;
  return {
    measurement,
    volume,
    seen,
    place: {
      property,
      domain,
      country: panel.country,
      measuredPages,
      mostPages: largest([measuredPages, impliedPages]),
      canHavePages,
      card: positions * positionPrice(reference, panel, null),
      slots: sum(seen.map(({ price }) => price)),
    },
  };
}
