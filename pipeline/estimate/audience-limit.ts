// Lower limit of a panel's unique visitors: one-sided Korn-Graubard, the survey form of
// Clopper-Pearson (docs/method.md, "Audience"). Korn and Graubard (1998), "Confidence intervals for
// proportions with small expected number of positive counts estimated from survey data", Survey
// Methodology 24. In R: survey::svyciprop(method = "beta").
import jstat from 'jstat';
import { z } from 'zod';
import { invariant } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters, Warehouse } from '../warehouse/warehouse.ts';

export interface Measurement {
  /** U: persons that the panel reports. */
  uniqueVisitors: number;
  /** N: persons in the population. */
  universe: number;
  /** n: persons in the panel. */
  panelSize: number;
  /** Kish design effect of the weights; below 1 counts as 1. */
  designEffect: number;
  /** One-sided error probability of this limit. */
  alpha: number;
  /** eps: share of the population that appears only through forced visits, bots and pop-unders. */
  contamination: number;
}

/** With fewer effective panellists, a measurement has no limit. */
const LEAST_EFFECTIVE_PANEL = 30;

/** The panel as a simple random sample: its effective size, and how many of its persons visited. */
function effective({
  uniqueVisitors,
  universe,
  panelSize,
  designEffect,
}: Omit<Measurement, 'alpha' | 'contamination'>) {
  const size = panelSize / Math.max(1, designEffect);
  return { size, hits: (uniqueVisitors / universe) * size };
}

/**
 * U_L: the visitors are at least this many, with probability 1 - alpha.
 *   p = U/N, n_eff = n/deff, x = p n_eff, p_L = BetaInv(alpha; x, n_eff - x + 1), p_C = max(0, (p_L
 *   - eps)/(1 - eps)), U_L = floor(p_C N)
 * @returns null when the panel is too small
 */
export function visitorsLower(measurement: Measurement): number | null {
  const { uniqueVisitors, universe, alpha, contamination } = measurement;
  invariant(uniqueVisitors <= universe && universe > 0, 'visitors are part of the universe');
  invariant(
    alpha >= 0 && alpha < 1 && contamination >= 0 && contamination < 1,
    'alpha and contamination are probabilities',
  );
  const { size, hits } = effective(measurement);
  if (size < LEAST_EFFECTIVE_PANEL) return null;
  // With alpha = 0 the only certain lower limit is 0. This happens when alpha is split over so many
  // limits that each share rounds to 0 ppm.
  if (hits === 0 || alpha === 0) return 0;
  const quantile = jstat.beta.inv(alpha, hits, size - hits + 1);
  // The quantile of a panel of absurd size exceeds double precision. A lower limit of 0 is always
  // valid, and one above the estimate never is.
  const shareLower =
    Number.isFinite(quantile) && quantile >= 0 && quantile <= uniqueVisitors / universe
      ? quantile
      : 0;
  return Math.floor(Math.max(0, (shareLower - contamination) / (1 - contamination)) * universe);
}

/**
 * p_U: the share of visitors in the universe is at most this, with probability 1 - alpha, bots and
 * forced visits included.
 *   p_U = BetaInv(1 - alpha; x + 1, n_eff - x), one-sided Korn-Graubard; 1 when everybody visited
 */
export function shareUpper(measurement: Omit<Measurement, 'contamination'>): number {
  const { size, hits } = effective(measurement);
  const quantile = size > hits ? jstat.beta.inv(1 - measurement.alpha, hits + 1, size - hits) : 1;
  // Beyond double precision: an upper limit of 1 is always valid, one below the estimate never is.
  return quantile >= measurement.uniqueVisitors / measurement.universe && quantile <= 1
    ? quantile
    : 1;
}

/**
 * Quantile of the share of visitors, for display: Jeffreys' posterior, Beta(x + 1/2, n_eff - x +
 * 1/2) (Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion").
 */
export function shareQuantile(
  measurement: Omit<Measurement, 'alpha' | 'contamination'>,
  probability: number,
): number {
  const { size, hits } = effective(measurement);
  return jstat.beta.inv(probability, hits + 0.5, size - hits + 0.5);
}

const PPM = 1_000_000;

const neededRow = z.object({
  unique_visitors: z.coerce.number(),
  universe: z.coerce.number(),
  panel_size: z.coerce.number(),
  design_effect: z.string(),
  alpha_ppm: z.number(),
  contamination_ppm: z.number(),
});

const countRow = z.object({
  measurements: z.coerce.number(),
  crawls: z.coerce.number(),
  cases: z.coerce.number(),
});

/** What {@link listMeasured} listed; null when there is no measurement. */
export type Measured = { hasCrawls: boolean } | null;

/**
 * Models money from audiences into the work list of `parameters.scope`. The sums of flows must be
 * there before: a network with documented money has no modelled slots.
 */
export async function fillModel(
  warehouse: Warehouse,
  parameters: Parameters,
  measured?: Measured,
): Promise<void> {
  if (await listModelled(warehouse, parameters, measured)) await modelMoney(warehouse, parameters);
}

/**
 * Lists what money is modelled from: slots, and what {@link listMeasured} lists.
 * @param measured its result, when it has run already
 * @returns false when there is nothing to model
 */
export async function listModelled(
  warehouse: Warehouse,
  parameters: Parameters,
  measured?: Measured,
): Promise<boolean> {
  const listed = measured === undefined ? await listMeasured(warehouse, parameters) : measured;
  if (listed?.hasCrawls === true)
    await warehouse.command(sqlFile('estimate/54_fill_slots.sql'), parameters);
  return listed !== null;
}

/**
 * Lists measurements with their limits, and the reference class. Neither depends on flows, so flows
 * can be summed at the same time.
 */
export async function listMeasured(
  warehouse: Warehouse,
  parameters: Parameters,
): Promise<Measured> {
  // The engine takes a second to plan the model, even when there are no rows.
  const [there] = await warehouse.query(
    sqlFile('estimate/50_count_measurements.sql'),
    parameters,
    countRow,
  );
  if (there === undefined || there.measurements === 0) return null;
  await fillAudienceLimits(warehouse, parameters);
  await warehouse.command(sqlFile('estimate/52_fill_audience.sql'), parameters);
  if (there.cases > 0) await warehouse.command(sqlFile('estimate/53_fill_class.sql'), parameters);
  return { hasCrawls: there.crawls > 0 };
}

/** Models money from what {@link listModelled} listed under the same name. */
export async function modelMoney(warehouse: Warehouse, parameters: Parameters): Promise<void> {
  await warehouse.command(sqlFile('estimate/55_fill_model.sql'), parameters);
}

/** Computes the limits that a query with these parameters needs and audience_limit lacks. */
async function fillAudienceLimits(warehouse: Warehouse, parameters: Parameters): Promise<void> {
  const needed = await warehouse.query(
    sqlFile('estimate/51_needed_limits.sql'),
    parameters,
    neededRow,
  );
  const rows = needed.map((row) => ({
    unique_visitors: row.unique_visitors,
    universe: row.universe,
    panel_size: row.panel_size,
    design_effect: row.design_effect,
    alpha_ppm: row.alpha_ppm,
    contamination: (row.contamination_ppm / PPM).toFixed(6),
    visitors_lower:
      visitorsLower({
        uniqueVisitors: row.unique_visitors,
        universe: row.universe,
        panelSize: row.panel_size,
        designEffect: Number(row.design_effect),
        alpha: row.alpha_ppm / PPM,
        contamination: row.contamination_ppm / PPM,
      }) ?? 0,
  }));
  if (rows.length > 0) await warehouse.insertObjects('audience_limit', rows);
}
