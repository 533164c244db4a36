// Seeded randomness: xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32. The same seed
// gives the same numbers on any machine that computes IEEE doubles. Not for secrets.

export interface Random {
  /** In [0, 1), 32 bits. */
  uniform: () => number;
  /** A whole number from 0 to n - 1. */
  below: (n: number) => number;
  chance: (probability: number) => boolean;
  between: (low: number, high: number) => number;
  pick: <T>(items: readonly [T, ...T[]]) => T;
  normal: () => number;
  /** Mean `shape`, scale 1. */
  gamma: (shape: number) => number;
  binomial: (trials: number, probability: number) => number;
}

const rotated = (word: number, by: number) => (word << by) | (word >>> (32 - by));

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
}

/** Each pair of a seed and a stream has numbers of its own. */
export function randomOf(seed: number, stream = 0): Random {
  const [seeds, streams] = [splitmix32(seed), splitmix32(stream ^ 0x5bd1e995)];
  const word = () => (seeds() ^ streams()) | 0;
  let [a, b, c, d] = [word(), word(), word(), word() | 1];
  const next = () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9);
    const kept = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= kept;
    d = rotated(d, 11);
    return result >>> 0;
  };
  const uniform = () => next() / 4_294_967_296;
  return distributions(uniform);
}

function distributions(uniform: () => number): Random {
  const below = (n: number) => Math.floor(uniform() * n);
  /** Box and Muller 1958. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  /** Marsaglia and Tsang 2000; shapes below 1 by the power of a uniform. */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return d * v;
    }
  };
  return {
    uniform,
    below,
    chance: (probability) => uniform() < probability,
    between: (low, high) => low + (high - low) * uniform(),
    pick: (items) => items[below(items.length)] ?? items[0],
    normal,
    gamma,
    binomial: (trials, probability) => binomial(uniform, gamma, trials, probability),
  };
}

/** Exact, by the median of order statistics (Devroye 1986, X.4.3), then by counting. */
function binomial(
  uniform: () => number,
  gamma: (shape: number) => number,
  trials: number,
  probability: number,
): number {
  let [left, share, hits] = [trials, probability, 0];
  while (left > 20) {
    const middle = Math.floor((left + 1) / 2);
    const upper = gamma(middle);
    const value = upper / (upper + gamma(left + 1 - middle));
    if (value <= share) {
      hits += middle;
      left -= middle;
      share = (share - value) / (1 - value);
    } else {
      left = middle - 1;
      share /= value;
    }
  }
  for (let trial = 0; trial < left; trial += 1) if (uniform() < share) hits += 1;
  return hits;
}
