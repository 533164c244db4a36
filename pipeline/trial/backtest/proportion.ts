// Exact two-sided interval of a proportion (Clopper and Pearson 1934, Biometrika 26), by bisection
// on the binomial tail.

/** P(X >= k) for X ~ Binomial(n, p). */
function upperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const odds = Math.log(p) - Math.log1p(-p);
  let [logTerm, below] = [n * Math.log1p(-p), 0];
  for (let hits = 0; hits < k; hits += 1) {
    below += Math.exp(logTerm);
    logTerm += Math.log(n - hits) - Math.log(hits + 1) + odds;
  }
  return Math.max(0, 1 - below);
}

const STEPS = 60;

/** The p at which the rising function meets the target. */
function solve(rising: (p: number) => number, target: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (rising(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** @returns the limits of the share of hits, at the confidence of 1 - alpha */
export function clopperPearson(
  hits: number,
  trials: number,
  alpha = 0.05,
): { lower: number; upper: number } {
  if (trials === 0) return { lower: 0, upper: 1 };
  return {
    lower: hits === 0 ? 0 : solve((p) => upperTail(hits, trials, p), alpha / 2),
    upper: hits === trials ? 1 : solve((p) => upperTail(hits + 1, trials, p), 1 - alpha / 2),
  };
}
