// For each network key of the month: its groups, their rank and why, and the months each owns.
import { monthText } from '../method/calendar.ts';
import type { Documented, Side } from '../method/documented.ts';
import { groupBy, inOrder } from '../method/order.ts';
import type { Group } from '../method/owner.ts';
import { exactEur } from './decimals.ts';
import type { Explained } from './explained.ts';

/**
 * What decides between a group and the one before it in rank; of the first, the one after it.
 * docs/method.md, M-OWNER.
 */
export type RankedBy =
  | 'only_group'
  | 'near_total'
  | 'payment_dated'
  | 'crossing'
  | 'smaller_total'
  | 'larger_total'
  | 'name';

export interface GroupShown {
  /** Empty: unknown. */
  network_key: string;
  /** 1: the side of the key counts (M-ORIGIN). */
  is_of_chosen_side: 0 | 1;
  /** The name of its source, or of the first of several that are declared disjoint. */
  source_group: string;
  is_payment_dated: 0 | 1;
  /** Its place among the groups of the key, from 1 (M-OWNER). */
  rank: number;
  ranked_by: RankedBy;
  /** Its money over all months, less its own take-backs. */
  total_eur: string;
  /** 1: the total is at least 0.95 of the largest of the key. */
  is_near: 0 | 1;
  /** Number of its different periods that have days in two months or more. */
  crossing: number;
  flows: number;
  counting_flows: number;
  /** Each run of months that it owns: YYYY-MM, or YYYY-MM/YYYY-MM, both included. */
  owned_months: string[];
}

/** M-ORIGIN. */
export interface SidesShown {
  /** `known`: the sum over all known network keys counts. `unknown`: the key unknown. */
  chosen: 'known' | 'unknown';
  /** Over all months, after all take-backs. */
  known_eur: string;
  unknown_eur: string;
}

/** Of the keys with money in the month, whether it counts or not. */
export function groupsShown({ floors, monthNumber }: Explained): GroupShown[] {
  const { chosen, other } = floors.documented;
  return [chosen, other].flatMap((side) =>
    [...groupBy(side.groups, ({ key }) => key).values()]
      .filter((groups) => groups.some((group) => isInMonth(group, monthNumber)))
      .sort(inOrder(([group]) => group.key))
      .flatMap((groups) => groups.map((group, at) => groupShown(group, at, groups, side, chosen))),
  );
}

function isInMonth({ holdings }: Group, month: number): boolean {
  return holdings.some(({ parts }) => parts.some(({ cell }) => cell.month === month));
}

function groupShown(
  group: Group,
  at: number,
  groups: readonly Group[],
  side: Side,
  chosen: Side,
): GroupShown {
  return {
    network_key: group.key,
    is_of_chosen_side: side === chosen ? 1 : 0,
    source_group: group.source,
    is_payment_dated: group.isPaymentDated ? 1 : 0,
    rank: group.rank,
    ranked_by: rankedBy(group, groups[at === 0 ? 1 : at - 1]),
    total_eur: exactEur(group.total),
    is_near: group.isNear ? 1 : 0,
    crossing: group.crossing,
    flows: group.holdings.length,
    counting_flows: group.counting.size,
    owned_months: runsOf(group.months),
  };
}

/** The first criterion in which two groups differ. */
function rankedBy(one: Group, other: Group | undefined): RankedBy {
  if (other === undefined) return 'only_group';
  if (one.isNear !== other.isNear) return 'near_total';
  if (!one.isNear) return one.total === other.total ? 'name' : 'larger_total';
  if (one.isPaymentDated !== other.isPaymentDated) return 'payment_dated';
  if (one.crossing !== other.crossing) return 'crossing';
  return one.total === other.total ? 'name' : 'smaller_total';
}

/** @param months ascending */
function runsOf(months: readonly number[]): string[] {
  const runs: { first: number; last: number }[] = [];
  for (const month of months) {
    const run = runs.at(-1);
    if (run?.last === month - 1) run.last = month;
    else runs.push({ first: month, last: month });
  }
  return runs.map(({ first, last }) =>
    first === last ? monthText(first) : `${monthText(first)}/${monthText(last)}`,
  );
}

export function sidesShown({ chosen, other }: Documented): SidesShown {
  const [known, unknown] = chosen.isKnown ? [chosen, other] : [other, chosen];
  return {
    chosen: chosen.isKnown ? 'known' : 'unknown',
    known_eur: exactEur(known.total),
    unknown_eur: exactEur(unknown.total),
  };
}
