// M-GONE. What one source shows to be gone is gone for all. A take-back is a reversal of a known
// flow, or a supersession. It takes its amount from the counting flows of other groups whose
// windows meet the window of its target, at most what is left of them; also where its target does
// not count. Take-backs, and the flows that they take from, come in the order in which their
// windows end. Where that leaves one short, others exchange flows with it (taking.ts): together
// they take as much as they can. A take-back of a known key takes
// from this key and from the key unknown, one of the key unknown from every key. Without a rate it
// takes all. copy.ts says where it looks when the money was passed on.
//
// A supersession takes nothing from the flow that superseded it, directly or through others, or
// that superseded another of the same amount, currency and dates.
//
// Two sources may tell of one take-back. So it takes nothing if a take-back of another source, that
// was placed in full or that acts on counting flows, has the same amount and currency, a window
// that meets its own and, where both have them, value dates of target and of take-back within 10
// days. A take-back without a value date has its statement date. Each such pair of sources is used
// once for a take-back (assumption `one_take_back`).
//
// What a take-back has above the amount of its target, and does not find, is unplaced (M-UNPLACED).
import { cutUp, least, most, sum } from './amount.ts';
import { meet } from './calendar.ts';
import { copiesOf, countingFlows } from './copy.ts';
import type { GroupOf } from './disjoint.ts';
import type { Flow } from './flow.ts';
import { UNKNOWN } from './network.ts';
import { groupBy } from './order.ts';
import type { Group } from './owner.ts';
import type { Reading } from './reading.ts';
import { type Placed, inTakeBackOrder, takeInProportion } from './reversal.ts';
import {
  type KnownTakeBack,
  type TakeBack,
  type UnplacedTakeBack,
  amountName,
} from './takeback.ts';
import { type Taken, Taking } from './taking.ts';

const SAME_DAYS = 10;

export interface Gone {
  readonly taken: readonly Taken[];
  /** Of take-backs above the amount of their target, what was not found. */
  readonly above: readonly UnplacedTakeBack[];
  readonly repeated: readonly Repeated[];
}

/** A take-back that takes nothing, because another source tells of the same one. */
export interface Repeated {
  readonly takeBack: KnownTakeBack;
  readonly deducted: KnownTakeBack;
}

export interface TakeBacks {
  readonly all: readonly TakeBack[];
  readonly placed: Placed;
  readonly reading: Pick<Reading, 'superseded' | 'toldOf'>;
  readonly groupOf: GroupOf;
}

/** Takes from the counting flows of one side: the groups of all known keys, or of the unknown. */
export function takeGone(groups: readonly Group[], takeBacks: TakeBacks): Gone {
  const { all, placed, reading, groupOf } = takeBacks;
  const ordered = byWindowEnd(all.filter((takeBack) => takeBack.acts !== 'unplaced'));
  const counting = new Set(groups.flatMap((group) => [...group.counting]));
  const isOfCounting = (takeBack: KnownTakeBack) => {
    const own = placed.get(takeBack) ?? [];
    return own.length > 0 && own.every(({ holding }) => counting.has(holding));
  };
  const flows = countingFlows([...counting], groupOf);
  const copies = copiesOf(ordered, reading, groupOf);
  const told = new ToldTakeBacks(ordered.filter(isOfCounting), groupOf);
  // What counts has it already. Only what a copy of its target became may have it as well.
  const looked = new Map(
    ordered.map((takeBack) => {
      const isOwn = isOfCounting(takeBack);
      const places = isOwn ? copies.passedOnByCopies(takeBack) : copies.placesOf(takeBack);
      return [takeBack, { places, exempt: copies.exemptFrom(takeBack) }];
    }),
  );
  const taking = new Taking(function* from(takeBack, isSkipped) {
    const own = placed.get(takeBack) ?? [];
    const found = looked.get(takeBack);
    if (found === undefined) return;
    for (const holding of flows(found.places, isSkipped)) {
      const { name, payment } = holding.flow;
      const isExempt = [name, payment ?? name].some((one) => found.exempt.has(one));
      const isOwn = own.some((placement) => placement.holding === holding);
      if (!isExempt && !isOwn) yield holding;
    }
  });
  const above: UnplacedTakeBack[] = [];
  const repeated: Repeated[] = [];
  for (const takeBack of ordered) {
    const isNowhere = looked.get(takeBack)?.places.length === 0;
    if (isNowhere || takeBack.eur === 0n) continue;
    const deducted = told.use(takeBack);
    if (deducted !== null) {
      repeated.push({ takeBack, deducted });
      continue;
    }
    const wanted = takeBack.eur;
    const left = taking.take(takeBack, wanted);
    if (left === 0n) told.add(takeBack);
    else if (wanted !== null && left !== null && !isOfCounting(takeBack)) {
      const eur = least(left, aboveTarget(takeBack, wanted));
      above.push({ ...takeBack, acts: 'unplaced', eur });
    }
  }
  const taken = taking.all();
  for (const [holding, own] of groupBy(taken, (one) => one.holding))
    takeInProportion(holding, sum(own.map(({ eur }) => eur)));
  return { taken, above, repeated };
}

/** Then in order of dates, source and flow_id. */
function byWindowEnd(takeBacks: readonly KnownTakeBack[]): KnownTakeBack[] {
  return inTakeBackOrder(takeBacks).sort((one, other) => one.window.last - other.window.last);
}

/**
 * What of a take-back is above the amount of its target: a source may take back more than it paid,
 * such as a fee. That is other money than the target's.
 */
function aboveTarget({ amount, flow, target }: KnownTakeBack, eur: bigint): bigint {
  const more = target.currency === flow.currency ? most(0n, amount - target.amount) : 0n;
  return cutUp(eur * more, amount);
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
    const place = amountName(takeBack);
    const deducted = { takeBack, usedBy: new Set<string>() };
    const alike = this.#deducted.get(place);
    if (alike === undefined) this.#deducted.set(place, [deducted]);
    else alike.push(deducted);
  }

  /**
   * The one that another source told of, which is then used up for the source of this one. Null:
   * no other source told of it.
   */
  use(takeBack: KnownTakeBack): KnownTakeBack | null {
    const own = this.#sourceOf(takeBack);
    const found = this.#deducted
      .get(amountName(takeBack))
      ?.find(
        (other) =>
          !other.usedBy.has(own) &&
          this.#sourceOf(other.takeBack) !== own &&
          isSame(takeBack, other.takeBack),
      );
    found?.usedBy.add(own);
    return found?.takeBack ?? null;
  }

  #sourceOf({ flow }: KnownTakeBack): string {
    return this.#groupOf(flow.source, flow.key);
  }
}

function isSame(one: KnownTakeBack, other: KnownTakeBack): boolean {
  const isOfKey = one.key === other.key || [one.key, other.key].includes(UNKNOWN);
  // A take-back of a payment acts on its lines in parts, and a part is not one to compare.
  const areWhole = [one, other].every(({ amount, flow }) => amount === flow.amount);
  return (
    areWhole &&
    one.kind === other.kind &&
    isOfKey &&
    meet(one.window, other.window) &&
    isNear(one.target.valueDay, other.target.valueDay) &&
    isNear(dayOf(one.flow), dayOf(other.flow))
  );
}

/** A source without value dates has its statements. */
const dayOf = ({ valueDay, statementDay }: Flow) => valueDay ?? statementDay;

const isNear = (one: number | null, other: number | null) =>
  one === null || other === null || Math.abs(one - other) <= SAME_DAYS;
