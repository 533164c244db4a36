// True rates of a site: drawn within the intervals of the rate card, or at the ends that a floor
// uses.
import { LONGEST_GAP_DAYS } from '../../reference/daily-rate.ts';
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
  /** EUR per unit, as the average of a month. */
  monthRate: (currency: string, month: string) => number;
  /** EUR per unit, as a payment of that day is converted. */
  dayRate: (currency: string, day: string) => number;
}

type Rates = Pick<ReferenceData, 'fx' | 'dailyRates'>;

export function tablesOf(reference: Rates & Pick<ReferenceData, 'rateCard'>): Tables {
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
  return {
    interval: (factor) => {
      const interval = intervals.get(factor);
      invariant(
        interval !== undefined && Number.isFinite(interval.low),
        `the rate card has the factor ${factor}`,
      );
      return interval;
    },
    ...exchangeTables(reference),
  };
}

function exchangeTables({ fx, dailyRates }: Rates): Pick<Tables, 'monthRate' | 'dayRate'> {
  const months = new Map(
    monthlyRates(fx.rows).map((row) => [`${row.currency} ${row.period}`, Number(row.eur_per_unit)]),
  );
  const days = new Map(
    (dailyRates?.rates() ?? []).map((rate) => [
      `${rate.currency} ${rate.day}`,
      Number(rate.per_unit),
    ]),
  );
  const monthRate = (currency: string, month: string) => {
    if (currency === 'EUR') return 1;
    const rate = months.get(`${currency} ${month}`);
    invariant(rate !== undefined, `there is an exchange rate for ${currency} ${month}`);
    return rate;
  };
  return {
    monthRate,
    dayRate: (currency, day) => {
      for (let back = 0; back <= LONGEST_GAP_DAYS; back += 1) {
        const rate = days.get(`${currency} ${dayBefore(day, back)}`);
        if (rate !== undefined) return rate;
      }
      return monthRate(currency, day.slice(0, 7));
    },
  };
}

const DAY_MS = 86_400_000;

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
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
