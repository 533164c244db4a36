// What the class of comparable operations (M-CLASS) would have said of each of its members, had
// their papers not been found: each is left out of its own class. The truth is not known here, only
// documented money, which is at most the truth: a class above it is no proof of an unsound floor.
import {
  type MemberRatio,
  type Members,
  classLimit,
  membersWith,
} from '../../method/class/class-limit.ts';
import { unitsOf } from '../../method/class/comparable.ts';
import { type Stratum, stratumName } from '../../method/class/stratum.ts';
import { groupBy } from '../../method/order.ts';
import { clopperPearson } from './proportion.ts';

/** A month of a member. */
export interface MemberMonth extends Stratum, MemberRatio {
  /** Empty: a published case. */
  readonly operation: string;
  readonly month: string;
  /** In 0.0001 EUR. */
  readonly documented: bigint;
  readonly audience: bigint;
}

/** Documented money of a month against the class of the others. */
export interface LeftOutMonth extends MemberMonth {
  /** In 0.0001 EUR. Null: the others are too few for a class. */
  readonly classUnits: bigint | null;
  readonly verdict: 'below' | 'above_documented' | 'no_class';
}

export interface StratumSummary extends Stratum {
  readonly members: number;
  readonly months: number;
  /** Months with a class, and those of them with more than is documented. */
  readonly compared: number;
  readonly above: number;
  /** 95 % interval of the share above, as if months were independent. */
  readonly lower: number;
  readonly upper: number;
  /** Median of class / documented. Null: nothing was compared. */
  readonly tightness: number | null;
}

/** Of what share of its months the class of a member is above its documented money. */
export interface CalibrationPoint {
  readonly alpha: number;
  /** Mean over the members of all strata: each weighs the same. */
  readonly share: number;
}

const PPM = 1_000_000;

/** Months of operations; published cases are members without months. */
export function leftOutMonths(months: readonly MemberMonth[], alphaPpm: number): LeftOutMonth[] {
  return byMember(months).flatMap(({ own, others }) => {
    const ratio = classLimit(others, alphaPpm);
    return own.flatMap((one): LeftOutMonth[] => {
      if (one.operation === '') return [];
      const classUnits = unitsOf(ratio, one.audience);
      const verdict =
        classUnits === null
          ? 'no_class'
          : classUnits <= one.documented
            ? 'below'
            : 'above_documented';
      return [{ ...one, classUnits, verdict }];
    });
  });
}

export function summaries(
  months: readonly MemberMonth[],
  leftOut: readonly LeftOutMonth[],
): StratumSummary[] {
  const members = groupBy(months, stratumName);
  return [...groupBy(leftOut, stratumName)].map(([name, own]) => {
    const [{ panel, unit, country }] = own;
    const compared = own.filter(({ verdict }) => verdict !== 'no_class');
    const above = compared.filter(({ verdict }) => verdict === 'above_documented').length;
    const ratios = compared
      .map(({ classUnits, documented }) => Number(classUnits) / Number(documented))
      .sort((one, other) => one - other);
    return {
      panel,
      unit,
      country,
      members: new Set((members.get(name) ?? []).map(({ member }) => member)).size,
      months: own.length,
      compared: compared.length,
      above,
      ...clopperPearson(above, compared.length),
      tightness: ratios[Math.floor((ratios.length - 1) / 2)] ?? null,
    };
  });
}

/** @param alphas ascending. An alpha at which some stratum has no class has no point */
export function calibration(
  months: readonly MemberMonth[],
  alphas: readonly number[],
): CalibrationPoint[] {
  const members = byMember(months);
  return alphas.flatMap((alpha) => {
    const shares = members.map(({ own, others }) => {
      const ratio = classLimit(others, Math.round(alpha * PPM));
      return ratio === null ? null : own.filter((one) => one.ratio < ratio).length / own.length;
    });
    const known = shares.flatMap((share) => share ?? []);
    if (known.length === 0 || known.length < shares.length) return [];
    return [{ alpha, share: known.reduce((sum, share) => sum + share, 0) / known.length }];
  });
}

/** Each member of each stratum, with the others of it. */
function byMember(
  months: readonly MemberMonth[],
): { own: readonly MemberMonth[]; others: Members }[] {
  return [...groupBy(months, stratumName).values()].flatMap((stratum) =>
    [...groupBy(stratum, ({ member }) => member)].map(([member, own]) => ({
      own,
      others: membersWith(stratum.filter((one) => one.member !== member)),
    })),
  );
}
