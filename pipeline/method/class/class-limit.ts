// M-CLASS: a lower prediction limit for the ratio of one more member of a class, from the ratios of
// the members that are known. Every member weighs the same, however many ratios it has:
//
//   q = the largest t with  sum over m of F_m(t)  <=  alpha (n + 1) - 1
//
// where F_m(t) is the share of the ratios of member m strictly below t, and n the number of
// members. This is hierarchical conformal prediction (Lee, Barber and Willett 2023,
// "Distribution-free inference with hierarchical data", arXiv 2306.06342): if members are
// exchangeable, and the ratios within a member are, P(ratio < q) <= alpha.
import { byBytes, groupBy } from '../order.ts';

/** One ratio of a member. */
export interface MemberRatio {
  readonly member: string;
  /** In 1e-10 EUR for one of the audience, cut. */
  readonly ratio: bigint;
}

/** Members, and their ratios. */
export interface Members {
  /** n. */
  readonly count: number;
  /** All, or the lowest of them: as many as the alphas in question need. */
  readonly ratios: readonly WeighedRatio[];
}

export interface WeighedRatio extends MemberRatio {
  /** How many ratios the member has. */
  readonly ofMember: number;
}

/**
 * The weight of a whole member: 1,000,000 times the least common multiple of 1 to 60. So a member
 * with up to 60 ratios has exact shares. A share of more ratios is rounded up, which lowers q.
 */
const MULTIPLE = 9_690_712_164_777_231_700_912_800n;
const PPM = 1_000_000n;
const WHOLE = PPM * MULTIPLE;

export const NO_MEMBERS: Members = { count: 0, ratios: [] };

export function membersWith(ratios: readonly MemberRatio[]): Members {
  const members = [...groupBy(ratios, ({ member }) => member).values()];
  return {
    count: members.length,
    ratios: members.flatMap((own) => own.map((one) => ({ ...one, ofMember: own.length }))),
  };
}

/**
 * q, in 1e-10 EUR. Null: with so few members no ratio is certain enough.
 * @param alphaPpm in millionths
 * @param wrong so many members may truly have earned nothing; whichever they are
 */
export function classLimit({ count, ratios }: Members, alphaPpm: number, wrong = 0): bigint | null {
  // How many members, in weight, may lie below q.
  const bound = (BigInt(alphaPpm) * BigInt(count + 1) - PPM) * MULTIPLE - BigInt(wrong) * WHOLE;
  if (bound < 0n) return null;
  const ascending = ratios.toSorted((one, other) =>
    one.ratio < other.ratio ? -1 : one.ratio > other.ratio ? 1 : 0,
  );
  let below = 0n;
  for (const { ratio, ofMember } of ascending) {
    below += weightOf(BigInt(ofMember));
    if (below > bound) return ratio;
  }
  throw new RangeError(`the ratios given end below q at an alpha of ${String(alphaPpm)} ppm`);
}

const weightOf = (ofMember: bigint) => (WHOLE + ofMember - 1n) / ofMember;

/** The smallest alpha, in millionths, at which so many members have a limit. */
export function leastAlphaPpm(members: number): number {
  return Math.ceil(Number(PPM) / (members + 1));
}

/** The fewest members that have a limit at an alpha. */
export function leastMembers(alphaPpm: number): number {
  return Math.ceil(Number(PPM) / alphaPpm) - 1;
}

/** Members by their lowest ratio; at a tie by name. */
export function membersByRatio({ ratios }: Members): [string, WeighedRatio[]][] {
  const lowest = (own: readonly MemberRatio[]) =>
    own.reduce((least, { ratio }) => (ratio < least ? ratio : least), own[0]?.ratio ?? 0n);
  return [...groupBy(ratios, ({ member }) => member)].sort(([name, own], [otherName, other]) => {
    const [a, b] = [lowest(own), lowest(other)];
    return a < b ? -1 : a > b ? 1 : byBytes(name, otherName);
  });
}
