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
import { type Days, meet } from './calendar.ts';
import type { GroupOf } from './disjoint.ts';
import type { Flow } from './flow.ts';
import type { Holding } from './holding.ts';
import { type Superseded, supersedersOf } from './hop.ts';
import { UNKNOWN } from './network.ts';
import { groupBy, inOrder } from './order.ts';
import type { Group } from './owner.ts';
import { type Placed, inTakeBackOrder, leftOf, lessInProportion } from './reversal.ts';
import type { TakeBack } from './takeback.ts';

const SAME_DAYS = 10;

/** What one take-back took from one flow, in 1e-10 EUR. */
export interface Taken {
  readonly takeBack: TakeBack;
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
  const ordered = inTakeBackOrder(all.filter(({ acts }) => acts !== 'unplaced'));
  const counting = new Set(groups.flatMap((group) => [...group.counting]));
  const isOfCounting = (takeBack: TakeBack) => {
    const own = placed.get(takeBack) ?? [];
    return own.length > 0 && own.every((holding) => counting.has(holding));
  };
  const flows = countingFlows([...counting], groupOf);
  const exempt = exemptFlows(ordered, superseded);
  const told = new ToldTakeBacks(ordered.filter(isOfCounting), groupOf);
  const gone = new Map<Holding, bigint>();
  const taken: Taken[] = [];
  for (const takeBack of ordered) {
    if (isOfCounting(takeBack) || told.has(takeBack)) continue;
    const exempted = exempt(takeBack);
    let left = takeBack.eur;
    for (const holding of flows(takeBack)) {
      if (left === 0n) break;
      const { name, payment } = holding.flow;
      if (exempted.has(name) || (payment !== null && exempted.has(payment))) continue;
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
  for (const [holding, eur] of gone) holding.left = lessInProportion(holding.left, eur);
  return taken;
}

/**
 * The counting flows that a take-back may take from, in order. They lie between two places in the
 * order of their period starts.
 */
function countingFlows(
  counting: readonly Holding[],
  groupOf: GroupOf,
): (takeBack: TakeBack) => Iterable<Holding> {
  const sorted = counting.toSorted(
    inOrder(
      ({ days }) => days.first,
      ({ flow }) => flow.source,
      ({ flow }) => flow.flowId,
      ({ flow }) => flow.payment ?? '',
    ),
  );
  const groups = new Map(sorted.map((holding) => [holding, groupName(holding.flow, groupOf)]));
  const earliest = Math.max(0, ...sorted.map(({ days, window }) => days.first - window.first));
  const latest = Math.max(0, ...sorted.map(({ days, window }) => window.last - days.first));
  return function* flows({ target, key, window }) {
    const own = target === null ? '' : groupName(target, groupOf);
    const within = window ?? { first: -Infinity, last: Infinity };
    for (let at = firstFrom(sorted, within.first - latest); at < sorted.length; at += 1) {
      const holding = sorted[at];
      if (holding === undefined || holding.days.first - earliest > within.last) return;
      const isOfKey = key === UNKNOWN || [key, UNKNOWN].includes(holding.flow.key);
      if (isOfKey && groups.get(holding) !== own && meet(holding.window, within)) yield holding;
    }
  };
}

/** The place of the first holding whose period does not begin before the day. */
function firstFrom(holdings: readonly Holding[], day: number): number {
  let [low, high] = [0, holdings.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((holdings[middle]?.days.first ?? Infinity) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function groupName({ source, key, isPaymentDated }: Flow, groupOf: GroupOf): string {
  return JSON.stringify([key, groupOf(source, key), isPaymentDated]);
}

/** Names of the flows that a supersession takes nothing from. */
function exemptFlows(
  takeBacks: readonly TakeBack[],
  superseded: Superseded,
): (takeBack: TakeBack) => ReadonlySet<string> {
  const supersessions = takeBacks.filter(({ kind }) => kind === 'supersession');
  const alike = groupBy(supersessions, placeOfAmount);
  const none: ReadonlySet<string> = new Set();
  return (takeBack) => {
    if (takeBack.kind !== 'supersession') return none;
    const copies = (alike.get(placeOfAmount(takeBack)) ?? []).filter((other) =>
      isOfSameDates(takeBack.target, other.target),
    );
    const names = new Set([takeBack.flow.name, ...copies.map(({ flow }) => flow.name)]);
    return new Set([...names].flatMap((name) => [...supersedersOf(name, superseded)]));
  };
}

const placeOfAmount = ({ amount, flow }: TakeBack) => `${String(amount)} ${flow.currency}`;

/** One value date, or one period where the value dates are not both known. */
function isOfSameDates(one: Flow | null, other: Flow | null): boolean {
  if (one === null || other === null) return false;
  if (one.valueDay !== null && other.valueDay !== null) return one.valueDay === other.valueDay;
  return one.days?.first === other.days?.first && one.days?.last === other.days?.last;
}

/** Take-backs that were deducted, to find those that another source tells of as well. */
class ToldTakeBacks {
  readonly #groupOf: GroupOf;
  readonly #deducted = new Map<string, { takeBack: TakeBack; usedBy: Set<string> }[]>();

  constructor(takeBacks: readonly TakeBack[], groupOf: GroupOf) {
    this.#groupOf = groupOf;
    for (const takeBack of takeBacks) this.add(takeBack);
  }

  add(takeBack: TakeBack): void {
    const place = placeOfAmount(takeBack);
    const deducted = { takeBack, usedBy: new Set<string>() };
    const alike = this.#deducted.get(place);
    if (alike === undefined) this.#deducted.set(place, [deducted]);
    else alike.push(deducted);
  }

  /** True when another source told of it; that one is then used up for the source of this one. */
  has(takeBack: TakeBack): boolean {
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

  #sourceOf({ flow }: TakeBack): string {
    return this.#groupOf(flow.source, flow.key);
  }
}

function isSame(one: TakeBack, other: TakeBack): boolean {
  const isOfKey = one.key === other.key || [one.key, other.key].includes(UNKNOWN);
  return (
    one.kind === other.kind &&
    isOfKey &&
    windowsMeet(one.window, other.window) &&
    isNear(one.target?.valueDay, other.target?.valueDay) &&
    isNear(dayOf(one.flow), dayOf(other.flow))
  );
}

const dayOf = ({ valueDay, statementDay }: Flow) => valueDay ?? statementDay;

const windowsMeet = (one: Days | null, other: Days | null) =>
  one === null || other === null || meet(one, other);

const isNear = (one: number | null | undefined, other: number | null | undefined) =>
  typeof one !== 'number' || typeof other !== 'number' || Math.abs(one - other) <= SAME_DAYS;
