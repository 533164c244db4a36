// M-CLASS, rung L4: what comparable operations show of an operation with an audience. The members
// of its class are other operations, of which both advertising money and an audience are on record,
// and published cases. A month's class is the limit of their ratios times the audience as measured.
// Of several strata the lowest class counts.
import { least } from '../amount.ts';
import { groupBy } from '../order.ts';
import {
  type MemberRatio,
  type Members,
  NO_MEMBERS,
  classLimit,
  membersWith,
} from './class-limit.ts';
import { type Audience, type Stratum, stratumName } from './stratum.ts';

/** A ratio of a member, in one stratum. */
export interface ClassRatio extends Stratum, MemberRatio {}

/** Members that are not the operation itself, nor related with it. */
export interface Comparables {
  readonly membersIn: (stratum: Stratum) => Members;
}

export const NO_COMPARABLES: Comparables = { membersIn: () => NO_MEMBERS };

/** What the class says in one stratum. */
export interface StratumClass {
  readonly audience: Audience;
  readonly members: Members;
  /** q, in 1e-10 EUR. Null: there are too few members. */
  readonly ratio: bigint | null;
  /** In 0.0001 EUR, cut. Null: there are too few members. */
  readonly units: bigint | null;
}

/** What the class says of one operation and month. */
export interface ClassFigure {
  readonly strata: readonly StratumClass[];
  /** The stratum that counts; at a tie the first name. Null: none has a limit above 0. */
  readonly counting: (StratumClass & { readonly units: bigint }) | null;
}

export function comparablesOf(ratios: readonly ClassRatio[]): Comparables {
  const known = new Map(
    [...groupBy(ratios, stratumName)].map(([name, own]) => [name, membersWith(own)]),
  );
  return { membersIn: (stratum) => known.get(stratumName(stratum)) ?? NO_MEMBERS };
}

/** @param audiences of one operation and month, by the name of their strata */
export function classFigure(
  audiences: readonly Audience[],
  { membersIn }: Comparables,
  alphaPpm: number,
): ClassFigure {
  const strata = audiences.map((audience) => {
    const members = membersIn(audience);
    const ratio = classLimit(members, alphaPpm);
    return { audience, members, ratio, units: unitsOf(ratio, audience.count) };
  });
  const withLimit = strata.flatMap((one) =>
    one.units === null ? [] : [{ ...one, units: one.units }],
  );
  const [first, ...others] = withLimit;
  const lowest =
    first === undefined
      ? null
      : others.reduce((least, one) => (one.units < least.units ? one : least), first);
  // A figure of 0 would be no figure.
  return { strata, counting: lowest === null || lowest.units === 0n ? null : lowest };
}

/** More than a money column holds is cut. */
const MOST_UNITS = 10n ** 18n - 1n;
/** A ratio is in 1e-10 EUR, money in 1e-4 EUR. */
const RATIO_IN_UNITS = 10n ** 6n;

/** @returns in 0.0001 EUR, cut */
export function unitsOf(ratio: bigint | null, audience: bigint): bigint | null {
  return ratio === null ? null : least((ratio * audience) / RATIO_IN_UNITS, MOST_UNITS);
}

/**
 * r = documented / audience, in 1e-10 EUR, cut.
 * @param documented advertising money of which the month is known, in 0.0001 EUR
 */
export function ratioOf(documented: bigint, audience: bigint): bigint {
  return (documented * RATIO_IN_UNITS) / audience;
}
