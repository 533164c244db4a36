// Where a take-back finds copies of what it takes back (M-GONE).
//
// The money of its target may be told by any source with a window that meets that of the target. If
// the target was passed on, or another source tells of a superseded flow whose window meets it,
// then the money is also what a hop paid on, and copies of that.
import { type Days, meet } from './calendar.ts';
import type { GroupOf } from './disjoint.ts';
import type { DatedFlow, Flow } from './flow.ts';
import type { Holding } from './holding.ts';
import { supersedersOf } from './hop.ts';
import { UNKNOWN } from './network.ts';
import { groupBy, inOrder } from './order.ts';
import type { Reading } from './reading.ts';
import { type KnownTakeBack, amountName } from './takeback.ts';
import { windowOf } from './window.ts';

/** The days and the network key of money that a take-back is looked for in. */
export interface CopyPlace {
  readonly key: string;
  readonly window: Days;
  /**
   * The group that has the money itself, which is no copy; null: the money is looked for as well.
   */
  readonly own: string | null;
}

export interface Copies {
  readonly placesOf: (takeBack: KnownTakeBack) => readonly CopyPlace[];
  /** Of these only what hops paid on of copies of the target of a reversal. */
  readonly passedOnByCopies: (takeBack: KnownTakeBack) => readonly CopyPlace[];
  /** Names of the hops that a supersession takes nothing from; of a reversal none. */
  readonly exemptFrom: (takeBack: KnownTakeBack) => ReadonlySet<string>;
}

export function copiesOf(
  takeBacks: readonly KnownTakeBack[],
  { superseded, toldOf }: Pick<Reading, 'superseded' | 'toldOf'>,
  groupOf: GroupOf,
): Copies {
  const supersessions = takeBacks.filter(({ kind }) => kind === 'supersession');
  const alike = new Map(
    [...groupBy(supersessions, amountName).values()].flatMap((ofOneAmount) =>
      ofOneAmount.map((one) => [one, ofOneAmount]),
    ),
  );
  const hopsOf = (name: string) => [...supersedersOf(name, superseded)];
  const passedOnByCopies = ({ target, key, window }: KnownTakeBack) =>
    supersessions
      .filter(
        (other) =>
          other.flow.source !== target.source &&
          mayBeOne(other.key, key) &&
          meet(other.window, window),
      )
      .flatMap(({ flow }) => hopsOf(flow.name))
      .flatMap(toldOf)
      .map((hop) => placeOf(hop, null));
  return {
    passedOnByCopies,
    placesOf: (takeBack) => {
      const { kind, target, key, window } = takeBack;
      const first = { key, window, own: groupName(target, groupOf) };
      if (kind === 'supersession') return [first];
      const passedOn = hopsOf(target.name)
        .flatMap(toldOf)
        .map((hop) => placeOf(hop, groupName(hop, groupOf)));
      return [first, ...passedOn, ...passedOnByCopies(takeBack)];
    },
    exemptFrom: (takeBack) => {
      const same = (alike.get(takeBack) ?? []).filter(({ target }) =>
        isOfSameDates(takeBack.target, target),
      );
      return new Set(same.flatMap(({ flow }) => hopsOf(flow.name)));
    },
  };
}

/** Whether money of two keys may be of one network. */
const mayBeOne = (one: string, other: string) => one === other || [one, other].includes(UNKNOWN);

const placeOf = (hop: DatedFlow, own: string | null): CopyPlace => ({
  key: hop.key,
  window: windowOf(hop),
  own,
});

/** One value date, or one period where the value dates are not both known. */
function isOfSameDates(one: DatedFlow, other: DatedFlow): boolean {
  if (one.valueDay !== null && other.valueDay !== null) return one.valueDay === other.valueDay;
  return one.days.first === other.days.first && one.days.last === other.days.last;
}

/**
 * The counting flows at these places, in the order in which the windows end. Then a take-back
 * leaves what later ones can reach, if they come in the order in which their own windows end: of
 * the flows that meet it, those that end last meet most of the later ones.
 */
export function countingFlows(
  counting: readonly Holding[],
  groupOf: GroupOf,
): (places: readonly CopyPlace[], isSkipped: (holding: Holding) => boolean) => Iterable<Holding> {
  const sorted = counting.toSorted(
    inOrder(
      ({ window }) => window.last,
      ({ days }) => days.first,
      ({ flow }) => flow.source,
      ({ flow }) => flow.flowId,
      ({ flow }) => String(flow.payment),
    ),
  );
  const groups = new Map(sorted.map((holding) => [holding, groupName(holding.flow, groupOf)]));
  const isAt = (holding: Holding, { key, window, own }: CopyPlace) =>
    mayBeOne(key, holding.flow.key) && groups.get(holding) !== own && meet(holding.window, window);
  const longest = sorted.reduce(
    (most, { window }) => Math.max(most, window.last - window.first),
    0,
  );
  return function* flows(places, isSkipped) {
    const first = Math.min(...places.map(({ window }) => window.first));
    const last = Math.max(...places.map(({ window }) => window.last)) + longest;
    for (let at = firstThatEndsFrom(sorted, first); at < sorted.length; at += 1) {
      const holding = sorted[at];
      if (holding === undefined || holding.window.last > last) return;
      if (isSkipped(holding)) continue;
      if (places.some((place) => isAt(holding, place))) yield holding;
    }
  };
}

/** The place of the first holding whose window does not end before the day. */
function firstThatEndsFrom(holdings: readonly Holding[], day: number): number {
  let [low, high] = [0, holdings.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (Number(holdings[middle]?.window.last) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function groupName({ source, key, isPaymentDated }: Flow, groupOf: GroupOf): string {
  return JSON.stringify([key, groupOf(source, key), isPaymentDated]);
}
