// M-REVERSAL. A reversal of a known paid flow is summed under the network key, source, property,
// line, period and dates of its target, so that a full one cancels exactly. In another currency it
// counts at the highest of all rates of its own and its target's dates. Without a rate it takes all
// that is left of the target.
//
// A reversal of a superseded flow passes in full to each flow that superseded it, at most what is
// left of that, whoever owns the superseded one. An operation bears its share of the hop.
import { WHOLE_SHARE, cutUp, least, most, sum } from './amount.ts';
import type { Holding } from './holding.ts';
import { inOrder } from './order.ts';
import { fullPartOf, partOf } from './part.ts';
import type { Reading } from './reading.ts';
import type { TakeBack } from './takeback.ts';
import { takenRate } from './value.ts';

/** Where take-backs were taken from, among the money of their own targets. */
export type Placed = ReadonlyMap<TakeBack, readonly Holding[]>;

/** Takes reversals from what is left of the holdings. */
export function takeReversals(
  takeBacks: readonly TakeBack[],
  holdings: readonly Holding[],
  reading: Reading,
): Placed {
  const byFlow = new Map(holdings.map((holding) => [placeOf(holding.flow), holding]));
  const placed = new Map<TakeBack, Holding[]>();
  const place = (takeBack: TakeBack, holding: Holding) => {
    placed.set(takeBack, [...(placed.get(takeBack) ?? []), holding]);
  };
  const onTarget = takeBacks.flatMap((takeBack) => {
    const { acts, target } = takeBack;
    const holding =
      acts === 'on_target' && target !== null ? byFlow.get(placeOf(target)) : undefined;
    return holding === undefined ? [] : [{ takeBack, holding }];
  });
  const unvalued: Holding[] = [];
  for (const { takeBack, holding } of onTarget) {
    place(takeBack, holding);
    if (!takeFromTarget(takeBack, holding, reading)) unvalued.push(holding);
  }
  for (const takeBack of inTakeBackOrder(takeBacks)) {
    if (takeBack.acts !== 'on_superseders' || takeBack.target === null) continue;
    for (const holding of passTo(takeBack.target.name, takeBack.eur, byFlow, reading))
      place(takeBack, holding);
  }
  for (const holding of unvalued) takeAll(holding);
  return placed;
}

const placeOf = ({ name, payment }: { name: string; payment: string | null }) =>
  JSON.stringify([name, payment]);

/** Dates, then source and flow_id. */
export function inTakeBackOrder(takeBacks: readonly TakeBack[]): TakeBack[] {
  return takeBacks.toSorted(
    inOrder(
      ({ flow, target }) =>
        flow.valueDay ?? flow.statementDay ?? flow.days?.last ?? target?.days?.last ?? Infinity,
      ({ flow }) => flow.source,
      ({ flow }) => flow.flowId,
      ({ target }) => target?.name ?? '',
      ({ target }) => target?.payment ?? '',
    ),
  );
}

/** False: without a rate. */
function takeFromTarget({ flow, amount }: TakeBack, holding: Holding, reading: Reading): boolean {
  const target = holding.flow;
  const rate =
    flow.currency === target.currency
      ? holding.rate
      : takenRate(flow.currency, [flow, target], reading.rates);
  if (rate === null) return false;
  const isShared = flow.basis === 'gross' && target.basis === 'gross';
  holding.left = holding.left.map((left, at) => {
    const cell = holding.cells[at];
    if (cell === undefined) return left;
    return left - (isShared ? partOf(amount, rate, cell) : fullPartOf(amount, rate, cell));
  });
  return true;
}

function takeAll(holding: Holding): void {
  holding.left = holding.left.map((left) => least(left, 0n));
}

/** Takes from the flows that superseded a flow. @returns those that it was taken from */
function passTo(
  name: string,
  eur: bigint | null,
  byFlow: ReadonlyMap<string, Holding>,
  reading: Reading,
  seen: ReadonlySet<string> = new Set(),
): Holding[] {
  const hops = (reading.superseded.get(name) ?? []).filter((hop) => !seen.has(hop));
  const known = new Set([...seen, ...hops]);
  return hops.flatMap((hop) => {
    if (reading.superseded.has(hop)) return passTo(hop, eur, byFlow, reading, known);
    let left = eur;
    return reading.moneyOf(hop).flatMap((piece) => {
      const holding = byFlow.get(placeOf(piece));
      if (holding === undefined || holding.isSuperseded) return [];
      left = takeShareOf(holding, left);
      return [holding];
    });
  });
}

/** Takes what of an amount falls on the operation. @returns what is left of the amount */
function takeShareOf(holding: Holding, eur: bigint | null): bigint | null {
  if (eur === null) {
    takeUpTo(holding, null);
    return null;
  }
  const held = sum(holding.cells.map(({ days, propertyShare }) => days * propertyShare));
  const all = WHOLE_SHARE * BigInt(holding.days.last - holding.days.first + 1);
  const taken = takeUpTo(holding, cutUp(eur * held, all));
  return most(0n, eur - cutUp(taken * all, held));
}

/** Takes from all parts in proportion, cut up. @returns how much there was to take */
function takeUpTo(holding: Holding, eur: bigint | null): bigint {
  const total = leftOf(holding);
  const taken = eur === null ? total : least(eur, total);
  holding.left = lessInProportion(holding.left, taken);
  return taken;
}

/** What is left of a flow to be taken. */
export function leftOf({ left }: Holding): bigint {
  return sum(left.filter((part) => part > 0n));
}

/** The parts less an amount of at most their sum, in proportion to what is left of them, cut up. */
export function lessInProportion(left: readonly bigint[], taken: bigint): bigint[] {
  const total = sum(left.filter((part) => part > 0n));
  return left.map((part) => {
    if (part <= 0n || total === 0n) return part;
    return part - least(part, cutUp(taken * part, total));
  });
}
