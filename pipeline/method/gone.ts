// M-GONE. What one source shows to be gone is gone for all. A take-back is a reversal of a known
// flow, or a supersession. It takes its amount from the counting flows of other groups whose windows
// meet the window of its target, at most what is left of them, in order of period start, source and
// flow_id; also where its target does not count. A take-back of a known key takes from this key and
// from the key unknown, one of the key unknown from every key. Without a rate it takes all.
//
// A supersession takes nothing from the flow that superseded it, directly or through others, or that
// superseded another of the same amount, currency and dates.
//
// Two sources may tell of one take-back. So it takes nothing if a take-back of another source, that
// was placed in full or that acts on counting flows, has the same amount and currency, a window that
// meets its own and, where both have them, value dates of target and of take-back within 10 days.
// Each such pair of sources is used once for a take-back (assumption `one_take_back`).
import { least } from './amount.ts';
import { meet } from './calendar.ts';
import type { GroupOf } from './disjoint.ts';
import type { DatedFlow, Flow } from './flow.ts';
import type { Holding } from './holding.ts';
import { type Superseded, supersedersOf } from './hop.ts';
import { UNKNOWN } from './network.ts';
import { groupBy, inOrder } from './order.ts';
import type { Group } from './owner.ts';
import { type Placed, inTakeBackOrder, leftOf, takeInProportion } from './reversal.ts';
import type { KnownTakeBack, TakeBack } from './takeback.ts';

const SAME_DAYS = 10;

/** What one take-back took from one flow, in 1e-10 EUR. */
export interface Taken {
  readonly takeBack: KnownTakeBack;
  readonly holding: Holding;
  readonly eur: bigint;
}

export interface TakeBacks {
  readonly all: readonly TakeBack[];
  readonly placed: Placed;
  readonly superseded: Superseded;
  readonly groupOf: GroupOf;
}

/** Takes from the counting flows of one side: the groups of all known keys, or of the unknown. */
export function takeGone(groups: readonly Group[], takeBacks: TakeBacks): Taken[] {
  const { all, placed, superseded, groupOf } = takeBacks;
  const ordered = inTakeBackOrder(all.filter((takeBack) => takeBack.acts !== 'unplaced'));
  const counting = new Set(groups.flatMap((group) => [...group.counting]));
  const isOfCounting = (takeBack: KnownTakeBack) => {
    const own = placed.get(takeBack) ?? [];
    return own.length > 0 && own.every((holding) => counting.has(holding));
  };
  const flows = countingFlows([...counting], groupOf);
  const exempt = exemptFlows(ordered, superseded);
  const told = new ToldTakeBacks(ordered.filter(isOfCounting), groupOf);
  const gone = new Map<Holding, bigint>();
  const taken: Taken[] = [];
  for (const takeBack of ordered) {
    if (takeBack.eur === 0n || isOfCounting(takeBack) || told.has(takeBack)) continue;
    const exempted = exempt.get(takeBack);
    let left = takeBack.eur;
    for (const holding of flows(takeBack)) {
      if (left === 0n) break;
      const { name, payment } = holding.flow;
      if ([name, payment ?? name].some((one) => exempted?.has(one))) continue;
      const before = gone.get(holding) ?? 0n;
      const rest = leftOf(holding) - before;
      const eur = left === null ? rest : least(left, rest);
      if (eur <= 0n) continue;
      gone.set(holding, before + eur);
      taken.push({ takeBack, holding, eur });
      if (left !== null) left -= eur;
    }
    if (left === 0n) told.add(takeBack);
  }
  for (const [holding, eur] of gone) takeInProportion(holding, eur);
  return taken;
}

/**
 * The counting flows that a take-back may take from, in order. They lie between two places in the
 * order of their period starts.
 */
function countingFlows(
  counting: readonly Holding[],
  groupOf: GroupOf,
): (takeBack: KnownTakeBack) => Iterable<Holding> {
  const sorted = counting.toSorted(
    inOrder(
      ({ days }) => days.first,
      ({ flow }) => flow.source,
      ({ flow }) => flow.flowId,
      ({ flow }) => String(flow.payment),
    ),
  );
  const groups = new Map(sorted.map((holding) => [holding, groupName(holding.flow, groupOf)]));
  const earliest = largest(sorted.map(({ days, window }) => days.first - window.first));
  const latest = largest(sorted.map(({ days, window }) => window.last - days.first));
  return function* flows({ target, key, window }) {
    const own = groupName(target, groupOf);
    for (let at = firstFrom(sorted, window.first - latest); at < sorted.length; at += 1) {
      const holding = sorted[at];
      if (holding === undefined || holding.days.first - earliest > window.last) return;
      const isOfKey = key === UNKNOWN || [key, UNKNOWN].includes(holding.flow.key);
      if (isOfKey && groups.get(holding) !== own && meet(holding.window, window)) yield holding;
    }
  };
}

/** Of any number of days; 0: of none. */
const largest = (days: readonly number[]) => days.reduce((one, other) => Math.max(one, other), 0);

/** The place of the first holding whose period does not begin before the day. */
function firstFrom(holdings: readonly Holding[], day: number): number {
  let [low, high] = [0, holdings.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (Number(holdings[middle]?.days.first) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function groupName({ source, key, isPaymentDated }: Flow, groupOf: GroupOf): string {
  return JSON.stringify([key, groupOf(source, key), isPaymentDated]);
}

/** Names of the flows that a supersession takes nothing from. */
function exemptFlows(
  takeBacks: readonly KnownTakeBack[],
  superseded: Superseded,
): ReadonlyMap<KnownTakeBack, ReadonlySet<string>> {
  const exempt = new Map<KnownTakeBack, ReadonlySet<string>>();
  const supersessions = takeBacks.filter(({ kind }) => kind === 'supersession');
  for (const alike of groupBy(supersessions, placeOfAmount).values())
    for (const one of alike) {
      const copies = alike.filter((other) => isOfSameDates(one.target, other.target));
      const hops = copies.flatMap(({ flow }) => [...supersedersOf(flow.name, superseded)]);
      exempt.set(one, new Set(hops));
    }
  return exempt;
}

const placeOfAmount = ({ amount, flow }: KnownTakeBack) => `${String(amount)} ${flow.currency}`;

/** One value date, or one period where the value dates are not both known. */
function isOfSameDates(one: DatedFlow, other: DatedFlow): boolean {
  if (one.valueDay !== null && other.valueDay !== null) return one.valueDay === other.valueDay;
  return one.days.first === other.days.first && one.days.last === other.days.last;
}

/** Take-backs that were deducted, to find those that another source tells of as well. */
class ToldTakeBacks {
  readonly #groupOf: GroupOf;
  readonly #deducted = new Map<string, { takeBack: KnownTakeBack; usedBy: Set<string> }[]>();

  constructor(takeBacks: readonly KnownTakeBack[], groupOf: GroupOf) {
    this.#groupOf = groupOf;
    for (const takeBack of takeBacks) this.add(takeBack);
  }

  add(takeBack: KnownTakeBack): void {
    const place = placeOfAmount(takeBack);
    const deducted = { takeBack, usedBy: new Set<string>() };
    const alike = this.#deducted.get(place);
    if (alike === undefined) this.#deducted.set(place, [deducted]);
    else alike.push(deducted);
  }

  /** True when another source told of it; that one is then used up for the source of this one. */
  has(takeBack: KnownTakeBack): boolean {
    const own = this.#sourceOf(takeBack);
    const found = this.#deducted
      .get(placeOfAmount(takeBack))
      ?.find(
        (other) =>
          !other.usedBy.has(own) &&
          this.#sourceOf(other.takeBack) !== own &&
          isSame(takeBack, other.takeBack),
      );
    found?.usedBy.add(own);
    return found !== undefined;
  }

  #sourceOf({ flow }: KnownTakeBack): string {
    return this.#groupOf(flow.source, flow.key);
  }
}

function isSame(one: KnownTakeBack, other: KnownTakeBack): boolean {
  const isOfKey = one.key === other.key || [one.key, other.key].includes(UNKNOWN);
  return (
    one.kind === other.kind &&
    isOfKey &&
    meet(one.window, other.window) &&
    isNear(one.target.valueDay, other.target.valueDay) &&
    isNear(one.flow.valueDay, other.flow.valueDay)
  );
}

const isNear = (one: number | null, other: number | null) =>
  one === null || other === null || Math.abs(one - other) <= SAME_DAYS;
