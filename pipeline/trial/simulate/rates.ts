// True rates of a site: drawn within the intervals of the rate card, or at the ends that a floor
// uses.
import { monthlyRates } from '../../reference/exchange-rate.ts';
import type { ReferenceData } from '../../reference/load.ts';
import { invariant } from '../../platform/failure.ts';
import type { Random } from '../../platform/random.ts';
import type { WorldSettings } from './settings.ts';

/** Of these the high end is the careful one. */
const CAREFUL_AT_HIGH = ['ad_block_share', 'heavy_user_share', 'contamination_share'];
type Factor =
  | 'ads_per_page'
  | 'ad_block_share'
  | 'fill_rate'
  | 'valid_traffic_share'
  | 'cpm'
  | 'publisher_share'
  | 'heavy_user_share'
  | 'contamination_share';

export interface TrueRates {
  adsPerPage: number;
  /** USD of a page view for the publisher, all networks. */
  usdPerPage: number;
  heavyShare: number;
  contamination: number;
}

type Intervals = Record<Factor, { low: number; high: number }>;

export interface Tables {
  intervals: Intervals;
  /** EUR per unit; null where the table has none. */
  rate: (currency: string, month: string) => number;
}

export function tablesOf(reference: Pick<ReferenceData, 'rateCard' | 'fx'>): Tables {
  const rowOf = (factor: Factor) => {
    const rows = reference.rateCard.rows.filter(
      (row) => row.factor === factor && row.line === 'advertising' && row.network === null,
    );
    invariant(rows.length > 0, `the rate card has the factor ${factor}`);
    return {
      low: Math.min(...rows.map(({ low }) => Number(low))),
      high: Math.max(...rows.map(({ high }) => Number(high))),
    };
  };
  const euros = new Map(
    monthlyRates(reference.fx.rows).map((row) => [
      `${row.currency} ${row.period}`,
      Number(row.eur_per_unit),
    ]),
  );
  return {
    intervals: {
      ads_per_page: rowOf('ads_per_page'),
      ad_block_share: rowOf('ad_block_share'),
      fill_rate: rowOf('fill_rate'),
      valid_traffic_share: rowOf('valid_traffic_share'),
      cpm: rowOf('cpm'),
      publisher_share: rowOf('publisher_share'),
      heavy_user_share: rowOf('heavy_user_share'),
      contamination_share: rowOf('contamination_share'),
    },
    rate: (currency, month) => {
      if (currency === 'EUR') return 1;
      const rate = euros.get(`${currency} ${month}`);
      invariant(rate !== undefined, `there is an exchange rate for ${currency} ${month}`);
      return rate;
    },
  };
}

/**
 * One latent place for all factors of a site and one of each, half and half: rates of a site are
 * correlated.
 */
export function trueRates(
  random: Random,
  { intervals }: Tables,
  { rates, misspecify }: WorldSettings,
): TrueRates {
  const site =
    misspecify === 'correlated_factors'
      ? random.chance(0.5)
        ? 0
        : random.uniform()
      : random.uniform();
  const place = () =>
    rates === 'lowest'
      ? 0
      : misspecify === 'correlated_factors'
        ? site
        : (site + random.uniform()) / 2;
  const value = (factor: Factor) => {
    const { low, high } = intervals[factor];
    const at = place();
    return CAREFUL_AT_HIGH.includes(factor) ? high - (high - low) * at : low * (high / low) ** at;
  };
  const adsPerPage = value('ads_per_page');
  const earned =
    adsPerPage *
    (1 - value('ad_block_share')) *
    value('fill_rate') *
    value('valid_traffic_share') *
    value('publisher_share') *
    value('cpm');
  const heavy = value('heavy_user_share');
  const contamination = value('contamination_share');
  return {
    adsPerPage,
    usdPerPage: (earned / 1000) * (misspecify === 'rates_below_card' ? 0.7 : 1),
    heavyShare: misspecify === 'heavy_users_above_card' ? 1 - (1 - heavy) * 0.7 : heavy,
    contamination: misspecify === 'contamination_above_card' ? contamination * 3 : contamination,
  };
}
