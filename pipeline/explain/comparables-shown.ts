// What comparable operations show (M-CLASS). Members are of other files of the office: they are
// shown by a number, in the order of their lowest ratios, and without their months and money.
import {
  classLimit,
  leastAlphaPpm,
  leastMembers,
  membersByRatio,
} from '../method/class/class-limit.ts';
import { type StratumClass, unitsOf } from '../method/class/comparable.ts';
import type { Stratum } from '../method/class/stratum.ts';
import { partsOfAlpha } from '../method/model/alpha.ts';
import type { Explained } from './explained.ts';
import { moneyText, rateText, shareText } from './decimals.ts';

export interface StratumShown {
  panel: string;
  unit: Stratum['unit'];
  /** Empty: all countries together. */
  country: string;
}

/** One stratum of the month: panel, unit and country. */
export interface ComparablesShown extends StratumShown {
  /** As measured. */
  audience: string;
  /** n, without the operation and what it is related with. */
  members: number;
  /** As many as alpha needs. */
  least_members: number;
  /** At this confidence so many members would give a limit. */
  speaks_at: string;
  /** q. Null: there are too few members. */
  eur_per_unit: string | null;
  class_eur: string | null;
  /** 1: it gives the least of the strata, so it is the class of the month. */
  counts: 0 | 1;
}

/** What the stratum would give at another alpha. */
export interface ClassAlphaShown extends StratumShown {
  alpha: string;
  confidence: string;
  eur_per_unit: string | null;
  class_eur: string | null;
  /** 1: the alpha of the floor. */
  counts: 0 | 1;
}

export interface MemberShown {
  /** Its place by lowest ratio: 1 has the lowest. */
  member: number;
  ratios: number;
  lowest_eur_per_unit: string;
}

export interface ClassShown {
  comparables: ComparablesShown[];
  class_alphas: ClassAlphaShown[];
  class_members: MemberShown[];
}

const NOTHING: ClassShown = { comparables: [], class_alphas: [], class_members: [] };
/** A lead needs less than a charge. */
const LEADS_PPM = [100_000, 200_000, 500_000];
const ONE_PPM = 1_000_000;
const MOST_MEMBERS = 20;

export function classShown({ model, alphaPpm }: Pick<Explained, 'model' | 'alphaPpm'>): ClassShown {
  if (model === null) return NOTHING;
  const { strata, counting } = model.comparable;
  const { ofClass } = partsOfAlpha(alphaPpm);
  const known = strata.filter(({ members }) => members.count > 0);
  const [first, ...others] = known;
  if (first === undefined) return NOTHING;
  const shown =
    known.find(({ audience }) => audience === counting?.audience) ??
    others.reduce((most, one) => (one.members.count > most.members.count ? one : most), first);
  return {
    comparables: known.map((one) =>
      comparableShown(one, ofClass, one.audience === counting?.audience),
    ),
    class_alphas: [ofClass, ...LEADS_PPM.filter((ppm) => ppm > ofClass)].map((ppm) =>
      alphaShown(shown, ppm, ppm === ofClass),
    ),
    class_members: membersShown(shown),
  };
}

export function stratumShown({ panel, unit, country }: Stratum): StratumShown {
  return { panel, unit, country: country ?? '' };
}

function comparableShown(
  { audience, members, ratio, units }: StratumClass,
  alphaPpm: number,
  counts: boolean,
): ComparablesShown {
  return {
    ...stratumShown(audience),
    audience: audience.count.toString(),
    members: members.count,
    least_members: leastMembers(alphaPpm),
    speaks_at: confidenceText(leastAlphaPpm(members.count)),
    eur_per_unit: ratio === null ? null : rateText(ratio),
    class_eur: units === null ? null : moneyText(units),
    counts: counts ? 1 : 0,
  };
}

function alphaShown(
  { audience, members }: StratumClass,
  alphaPpm: number,
  counts: boolean,
): ClassAlphaShown {
  const ratio = classLimit(members, alphaPpm);
  const units = unitsOf(ratio, audience.count);
  return {
    ...stratumShown(audience),
    alpha: shareText(BigInt(alphaPpm)),
    confidence: confidenceText(alphaPpm),
    eur_per_unit: ratio === null ? null : rateText(ratio),
    class_eur: units === null ? null : moneyText(units),
    counts: counts ? 1 : 0,
  };
}

const confidenceText = (alphaPpm: number) => shareText(BigInt(ONE_PPM - alphaPpm));

/** The members nearest q; where there is no q, the lowest. */
function membersShown({ members, ratio }: StratumClass): MemberShown[] {
  const all = membersByRatio(members).map(([, own], index) => ({
    member: index + 1,
    ratios: own[0]?.ofMember ?? 0,
    lowest: own.reduce(
      (least, one) => (one.ratio < least ? one.ratio : least),
      own[0]?.ratio ?? 0n,
    ),
  }));
  const at = ratio === null ? 0 : all.filter(({ lowest }) => lowest < ratio).length;
  const first = Math.max(0, Math.min(at - MOST_MEMBERS / 2, all.length - MOST_MEMBERS));
  return all.slice(first, first + MOST_MEMBERS).map(({ member, ratios, lowest }) => ({
    member,
    ratios,
    lowest_eur_per_unit: rateText(lowest),
  }));
}
