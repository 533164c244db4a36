// What the class of comparable operations (M-CLASS) would have said of each of its members, had
// their papers not been found: each is left out of its own class. The truth is not known here, only
// documented money, which is at most the truth: a class above it is no proof of an unsound floor.
import {
  type MemberRatio,
  type Members,
  classLimit,
  leastAlphaPpm,
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

export interface Calibration {
  readonly points: readonly CalibrationPoint[];
  /** Members and strata that the points are of. */
  readonly members: number;
  readonly strata: number;
  /** Strata with too few members. */
  readonly smallStrata: number;
}

const PPM = 1_000_000;

/** Months of operations; published cases are members without months. */
export function leftOutMonths(months: readonly MemberMonth[], alphaPpm: number): LeftOutMonth[] {
  return strataOf(months).flatMap((stratum) =>
    withoutEach(stratum, (own, others) => {
      const ratio = classLimit(others, alphaPpm);
      return own
        .filter(({ operation }) => operation !== '')
        .map((one) => heldAgainst(one, unitsOf(ratio, one.audience)));
    }).flat(),
  );
}

function heldAgainst(one: MemberMonth, classUnits: bigint | null): LeftOutMonth {
  if (classUnits === null) return { ...one, classUnits, verdict: 'no_class' };
  return {
    ...one,
    classUnits,
    verdict: classUnits <= one.documented ? 'below' : 'above_documented',
  };
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
      members: membersOf(members.get(name) ?? []),
      months: own.length,
      compared: compared.length,
      above,
      ...clopperPearson(above, compared.length),
      tightness: ratios[Math.floor((ratios.length - 1) / 2)] ?? null,
    };
  });
}

/**
 * By alpha, over the same strata at each: those that have a class at the alpha in force, or, if
 * none has, at the least alpha at which one has. So a stratum of a few members takes no point from
 * the others, and the curve does not jump where it comes in.
 * @param alphas ascending
 */
export function calibration(
  months: readonly MemberMonth[],
  alphas: readonly number[],
  inForcePpm: number,
): Calibration {
  const strata = strataOf(months).map((own) => ({ own, leastPpm: leastPpmOf(own) }));
  const bound = Math.max(inForcePpm, Math.min(...strata.map(({ leastPpm }) => leastPpm)));
  const held = strata.filter(({ leastPpm }) => leastPpm <= bound);
  const first = Math.max(...held.map(({ leastPpm }) => leastPpm));
  const shown = held.length === 0 ? [] : alphas.filter((alpha) => ppmOf(alpha) >= first);
  const shares = held.flatMap(({ own }) =>
    withoutEach(own, (ofMember, others) =>
      shown.map((alpha) => shareBelow(ofMember, classLimit(others, ppmOf(alpha)))),
    ),
  );
  return {
    points: shown.map((alpha, at) => ({
      alpha,
      share: shares.reduce((sum, ofMember) => sum + (ofMember[at] ?? 0), 0) / shares.length,
    })),
    members: membersOf(held.flatMap(({ own }) => own)),
    strata: held.length,
    smallStrata: strata.length - held.length,
  };
}

const ppmOf = (alpha: number) => Math.round(alpha * PPM);

/** At which alpha, in millionths, the others of each member are enough. */
const leastPpmOf = (stratum: readonly MemberMonth[]) => leastAlphaPpm(membersOf(stratum) - 1);

const membersOf = (months: readonly MemberMonth[]) =>
  new Set(months.map(({ member }) => member)).size;

function shareBelow(own: readonly MemberMonth[], limit: bigint | null): number {
  if (limit === null) return 0;
  return own.filter(({ ratio }) => ratio < limit).length / own.length;
}

const strataOf = (months: readonly MemberMonth[]) => [...groupBy(months, stratumName).values()];

/**
 * What `judge` says of each member of a stratum and the others. The others are made for one member
 * at a time: those of 1,000 members together do not fit into memory.
 */
function withoutEach<T>(
  stratum: readonly MemberMonth[],
  judge: (own: readonly MemberMonth[], others: Members) => T,
): T[] {
  const { count, ratios } = membersWith(stratum);
  // classLimit sorts, which is quick where the order is there already.
  const ascending = ratios.toSorted((one, other) =>
    one.ratio < other.ratio ? -1 : one.ratio > other.ratio ? 1 : 0,
  );
  return [...groupBy(stratum, ({ member }) => member)].map(([member, own]) =>
    judge(own, { count: count - 1, ratios: ascending.filter((one) => one.member !== member) }),
  );
}
