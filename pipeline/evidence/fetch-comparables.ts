// Fetches the ratios of comparable operations (M-CLASS) in some strata: of the class in force, or
// of one that a question made.
import { z } from 'zod';
import type { MemberRatio, WeighedRatio } from '../method/class/class-limit.ts';
import type { Comparables } from '../method/class/comparable.ts';
import type { ClassMonth } from '../method/class/run-ratios.ts';
import { type Stratum, UNITS, stratumName } from '../method/class/stratum.ts';
import { units } from '../method/amount.ts';
import { groupBy } from '../method/order.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Where the ratios are. */
export type ClassPlace =
  | 'in_force'
  /** Name of the work lists. */
  | { readonly scope: string };

/** A ratio with what it was made of. */
export interface FetchedRatio extends Stratum, WeighedRatio {
  /** How many members the stratum has. */
  readonly members: number;
  /** Empty: a published case. */
  readonly operation: string;
  readonly month: string;
  readonly documented_eur: string;
  readonly audience: string;
  readonly eur_per_unit: string;
}

/** Ratios of strata, of all members. */
export interface FetchedClass {
  readonly ratios: readonly FetchedRatio[];
  /** The same by stratum. */
  readonly strata: ReadonlyMap<string, readonly FetchedRatio[]>;
}

const RATIO_PLACES = 10;
const EUR_PLACES = 4;
/** Members that may be left out for one operation: the operation, and what it is related with. */
const SPARED = 64;
const EVERY_RATIO_PPM = 1_000_000;

const ratioRow = z.object({
  panel: z.string(),
  unit: z.enum(UNITS),
  country: z.string().transform((country) => (country === '' ? null : country)),
  members: z.number(),
  member: z.string(),
  of_member: z.coerce.number(),
  operation: z.string(),
  month: z.string(),
  documented_eur: z.string(),
  audience: z.string(),
  eur_per_unit: z.string(),
});

/** What is asked of a class. */
export interface ClassQuestion {
  readonly strata: readonly Stratum[];
  /** The largest alpha, in millionths; null: any. */
  readonly alphaPpm: number | null;
  /** Members that {@link comparablesIn} may leave out. */
  readonly own: readonly string[];
}

export async function fetchClass(
  warehouse: Warehouse,
  place: ClassPlace,
  { strata, alphaPpm, own }: ClassQuestion,
): Promise<FetchedClass> {
  if (strata.length === 0) return { ratios: [], strata: new Map() };
  const source = place === 'in_force' ? 'ratios_kept' : 'ratios_listed';
  const rows = await warehouse.query(
    sqlFile('evidence/54_class_ratios.sql', { ratios: sqlFile(`estimate/part/${source}.sql`) }),
    {
      ...(place === 'in_force' ? {} : place),
      panels: strata.map(({ panel }) => panel),
      units: strata.map(({ unit }) => unit),
      countries: strata.map(({ country }) => country ?? ''),
      alpha_ppm: alphaPpm ?? EVERY_RATIO_PPM,
      spared: SPARED,
      whole: [...own],
    },
    ratioRow,
  );
  const ratios = rows.map(({ of_member: ofMember, ...row }) => ({
    ...row,
    ofMember,
    ratio: units(row.eur_per_unit, RATIO_PLACES),
  }));
  return { ratios, strata: groupBy(ratios, stratumName) };
}

/** The class of one operation, with what it was made of. */
export interface FetchedComparables extends Comparables {
  readonly ratios: readonly FetchedRatio[];
}

/** @param own members that are the operation, or related with it, as they were asked for */
export function comparablesIn(
  { ratios, strata }: FetchedClass,
  own: readonly string[],
): FetchedComparables {
  const isOther = ({ member }: MemberRatio) => !own.includes(member);
  return {
    ratios: ratios.filter(isOther),
    membersIn: (stratum) => {
      const all = strata.get(stratumName(stratum)) ?? [];
      const left = new Set(all.filter((one) => !isOther(one)).map(({ member }) => member));
      const members = all[0]?.members ?? 0;
      return { count: members - left.size, ratios: all.filter(isOther) };
    },
  };
}

/** Of operations alone: a published case has no months. */
export function classMonthsOf(ratios: readonly FetchedRatio[]): ClassMonth[] {
  return ratios
    .filter(({ operation }) => operation !== '')
    .map(({ documented_eur: documented, audience, ...one }) => ({
      ...one,
      documented: units(documented, EUR_PLACES),
      audience: BigInt(audience),
    }));
}
