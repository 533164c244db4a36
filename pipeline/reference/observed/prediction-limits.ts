// Between what a rate of one more operation lies, from the rates of n operations and without any
// distribution. If the operations are exchangeable, the next one is below the k-th smallest of n
// with probability at most k / (n + 1). So the k-th smallest of their lowest months is a lower
// limit for each month of the next one, and the k-th largest of their highest months an upper one.

/** One operation: its lowest, middle and highest month. */
export interface Member {
  readonly lowest: bigint;
  readonly middle: bigint;
  readonly highest: bigint;
}

export interface PredictionLimits {
  /** Operations. */
  readonly n: number;
  /** One-sided, each at LEVEL. Null: there are too few operations, see LEAST_MEMBERS. */
  readonly low: bigint | null;
  readonly high: bigint | null;
  /** The middle operation by its middle month; of two the lower, so that it was observed. */
  readonly median: bigint | null;
}

/** Of 100 next operations so many lie beyond a limit, at most. */
const BEYOND_PERCENT = 5;

/** Of each limit alone, as a card or a paper writes it. */
export const LEVEL = '0.95';

/** With fewer operations the least and the most of them bound the next one at a lower level. */
export const LEAST_MEMBERS = 100 / BEYOND_PERCENT - 1;

export function predictionLimits(members: readonly Member[]): PredictionLimits {
  const n = members.length;
  const rank = Math.floor((BEYOND_PERCENT * (n + 1)) / 100);
  const ascending = (valueOf: (member: Member) => bigint) =>
    members.map(valueOf).sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const smallest = (values: readonly bigint[], place: number) => values[place - 1] ?? null;
  return {
    n,
    low: smallest(
      ascending(({ lowest }) => lowest),
      rank,
    ),
    high: smallest(ascending(({ highest }) => highest).reverse(), rank),
    median: smallest(
      ascending(({ middle }) => middle),
      Math.floor((n + 1) / 2),
    ),
  };
}
