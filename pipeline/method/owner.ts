// M-OWNER. Which source counts, for one operation and network key. A group is the flows of one
// source that can count; its payment-dated flows are a second group. A group's total is its parts
// less its own take-backs. It is near with a total of at least 0.95 of the largest. Its crossing is
// the number of its different periods that have days in two months or more; so a flow in two rows
// ranks as the same flow in one.
//
// Groups are ranked: the near ones first, among them not payment-dated before payment-dated, then
// those with the least crossing, then the smallest; then the others, the largest first; ties
// by name. Each month belongs to the first group in rank that has a window in it. A flow counts if
// its group owns every month of its window.
//
// So no two flows of different groups that count have windows that share a day: no euro that two
// sources tell of is in the sum twice (assumptions `told_once`, `same_dates`).
import { sum } from './amount.ts';
import { monthOf } from './calendar.ts';
import type { GroupOf } from './disjoint.ts';
import type { Holding } from './holding.ts';
import { groupBy, inOrder } from './order.ts';

export interface Group {
  readonly key: string;
  /** The name of its source, or of the first of several that are declared disjoint. */
  readonly source: string;
  readonly isPaymentDated: boolean;
  /** In 1e-10 EUR. */
  readonly total: bigint;
  readonly isNear: boolean;
  readonly crossing: number;
  /** Its place among the groups of the key, from 1. */
  readonly rank: number;
  readonly holdings: readonly Holding[];
  /** The months that it owns, ascending. */
  readonly months: readonly number[];
  readonly counting: ReadonlySet<Holding>;
}

export function groupsOf(holdings: readonly Holding[], groupOf: GroupOf): Group[] {
  const keys = groupBy(holdings, ({ flow }) => flow.key);
  return [...keys.values()].flatMap((ofKey) => withMonths(ranked(ofKey, groupOf)));
}

type Ranked = Omit<Group, 'months' | 'counting'>;

function ranked(holdings: readonly Holding[], groupOf: GroupOf): Ranked[] {
  const named = groupBy(holdings, ({ flow }) =>
    JSON.stringify([groupOf(flow.source, flow.key), flow.isPaymentDated]),
  );
  const groups = [...named.values()].map((own) => ({
    key: own[0].flow.key,
    source: groupOf(own[0].flow.source, own[0].flow.key),
    isPaymentDated: own[0].flow.isPaymentDated,
    total: sum(own.flatMap(({ parts }) => parts.map(({ left }) => left))),
    crossing: new Set(
      own
        .filter(({ days }) => monthOf(days.first) < monthOf(days.last))
        .map(({ days }) => `${String(days.first)} ${String(days.last)}`),
    ).size,
    holdings: own,
  }));
  const largest = groups.reduce((most, { total }) => (total > most ? total : most), 0n);
  const withNear = groups.map((group) => ({
    ...group,
    isNear: group.total * 100n >= largest * 95n,
  }));
  return withNear.sort(byRank).map((group, at) => ({ ...group, rank: at + 1 }));
}

type Unranked = Omit<Ranked, 'rank'>;

const byName = inOrder<Unranked>(
  ({ source }) => source,
  ({ isPaymentDated }) => Number(isPaymentDated),
);
const byDates = inOrder<Unranked>(
  ({ isPaymentDated }) => Number(isPaymentDated),
  ({ crossing }) => crossing,
);

function byRank(one: Unranked, other: Unranked): number {
  if (one.isNear !== other.isNear) return one.isNear ? -1 : 1;
  const [smaller, larger] = [compared(one.total, other.total), compared(other.total, one.total)];
  return one.isNear
    ? byDates(one, other) || smaller || byName(one, other)
    : larger || byName(one, other);
}

function compared(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** @param groups of one key, by rank */
function withMonths(groups: readonly Ranked[]): Group[] {
  const owner = new Map<number, number>();
  for (const { rank, holdings } of groups)
    for (const month of holdings.flatMap(windowMonths))
      if (!owner.has(month)) owner.set(month, rank);
  return groups.map((group) => ({
    ...group,
    months: [...owner]
      .filter(([, rank]) => rank === group.rank)
      .map(([month]) => month)
      .sort((one, other) => one - other),
    counting: new Set(
      group.holdings.filter(
        (holding) =>
          !holding.isSuperseded &&
          windowMonths(holding).every((month) => owner.get(month) === group.rank),
      ),
    ),
  }));
}

function windowMonths({ window }: Holding): number[] {
  const first = monthOf(window.first);
  return Array.from({ length: monthOf(window.last) - first + 1 }, (_, at) => first + at);
}
