// True rates of a site: drawn within the intervals of the rate card, or at the ends that a floor
// uses.
import { monthlyRates } from '../../reference/exchange-rate.ts';
import type { ReferenceData } from '../../reference/load.ts';
import { MODEL_FACTORS, RATE_FACTORS, type RateFactor } from '../../reference/rate-factor.ts';
import { invariant } from '../../platform/failure.ts';
import type { Random } from '../../platform/random.ts';
import type { WorldSettings } from './settings.ts';

export interface TrueRates {
  adsPerPage: number;
  /** USD of a page view for the publisher, all networks. */
  usdPerPage: number;
  heavyShare: number;
  contamination: number;
}

export interface Tables {
  /** Of a factor, over all networks. */
  interval: (factor: RateFactor) => { low: number; high: number };
  /** EUR per unit; null where the table has none. */
  rate: (currency: string, month: string) => number;
}

export function tablesOf(reference: Pick<ReferenceData, 'rateCard' | 'fx'>): Tables {
  const intervals = new Map(
    MODEL_FACTORS.map((factor) => {
      const rows = reference.rateCard.rows.filter(
        (row) => row.factor === factor && row.line === 'advertising' && row.network === null,
      );
      const low = Math.min(...rows.map((row) => Number(row.low)));
      const high = Math.max(...rows.map((row) => Number(row.high)));
      return [factor, { low, high }];
    }),
  );
  const euros = new Map(
    monthlyRates(reference.fx.rows).map((row) => [
      `${row.currency} ${row.period}`,
      Number(row.eur_per_unit),
    ]),
  );
  return {
    interval: (factor) => {
      const interval = intervals.get(factor);
      invariant(
        interval !== undefined && Number.isFinite(interval.low),
        `the rate card has the factor ${factor}`,
      );
      return interval;
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
  { interval }: Tables,
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
  const value = (factor: RateFactor) => {
    const { low, high } = interval(factor);
    const at = place();
    return RATE_FACTORS[factor].floorEnd === 'high'
      ? high - (high - low) * at
      : low * (high / low) ** at;
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
