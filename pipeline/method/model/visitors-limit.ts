// M-AUDIENCE: the visitors of a measurement are at least its lower limit, with probability
// 1 - alpha. The limit is one-sided Korn-Graubard, the survey form of Clopper-Pearson: Korn and
// Graubard (1998), "Confidence intervals for proportions with small expected number of positive
// counts estimated from survey data", Survey Methodology 24. In R: survey::svyciprop(method =
// "beta"). The beta quantile is the only figure of a floor in double precision.
import jstat from 'jstat';
import { invariant } from '../../platform/failure.ts';

/** What a panel reports of one site, read as a sample of its population. */
export interface Sample {
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

/** With fewer effective panellists, a sample has no limit. */
const LEAST_EFFECTIVE_PANEL = 30;

/** The panel as a simple random sample: its effective size, and how many of its persons visited. */
function effective({
  uniqueVisitors,
  universe,
  panelSize,
  designEffect,
}: Omit<Sample, 'alpha' | 'contamination'>) {
  const size = panelSize / Math.max(1, designEffect);
  return { size, hits: (uniqueVisitors / universe) * size };
}

/**
 * U_L: the visitors are at least this many, with probability 1 - alpha.
 *   p = U/N, n_eff = n/deff, x = p n_eff, p_L = BetaInv(alpha; x, n_eff - x + 1), p_C = max(0, (p_L
 *   - eps)/(1 - eps)), U_L = floor(p_C N)
 * @returns null when the panel is too small
 */
export function visitorsLower(sample: Sample): number | null {
  const { uniqueVisitors, universe, alpha, contamination } = sample;
  invariant(uniqueVisitors <= universe && universe > 0, 'visitors are part of the universe');
  invariant(
    alpha >= 0 && alpha < 1 && contamination >= 0 && contamination < 1,
    'alpha and contamination are probabilities',
  );
  const { size, hits } = effective(sample);
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
export function shareUpper(sample: Omit<Sample, 'contamination'>): number {
  const { size, hits } = effective(sample);
  const quantile = size > hits ? jstat.beta.inv(1 - sample.alpha, hits + 1, size - hits) : 1;
  // Beyond double precision: an upper limit of 1 is always valid, one below the estimate never is.
  return quantile >= sample.uniqueVisitors / sample.universe && quantile <= 1 ? quantile : 1;
}

/**
 * Quantile of the share of visitors, for display: Jeffreys' posterior, Beta(x + 1/2, n_eff - x +
 * 1/2) (Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion").
 */
export function shareQuantile(
  sample: Omit<Sample, 'alpha' | 'contamination'>,
  probability: number,
): number {
  const { size, hits } = effective(sample);
  return jstat.beta.inv(probability, hits + 0.5, size - hits + 0.5);
}
