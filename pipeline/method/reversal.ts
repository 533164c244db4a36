// M-REVERSAL. A reversal of a known paid flow is summed under the network key, source, property,
// line, period and dates of its target, so that a full one cancels exactly. In another currency it
// counts at the highest of all rates of its own and its target's dates. Without a rate it takes all
// that is left of the target.
//
// A reversal of a superseded flow passes in full to each flow that superseded it, at most what is
// left of that, whoever owns the superseded one. An operation bears its share of the hop.
import { WHOLE_SHARE, cutUp, least, most, sum } from './amount.ts';
import type { Holding, Part } from './holding.ts';
import { supersedersOf } from './hop.ts';
import { inOrder } from './order.ts';
import { fullPartOf, partOf } from './part.ts';
import type { Reading } from './reading.ts';
import type { TakeBack } from './takeback.ts';
import { takenRate } from './value.ts';

/** What a take-back was taken from, among the money of its own target, and how much. */
export interface Placement {
  readonly holding: Holding;
  readonly taken: readonly TakenPart[];
}

/** In 1e-10 EUR. */
export interface TakenPart {
  readonly part: Part;
  readonly eur: bigint;
}

export type Placed = ReadonlyMap<TakeBack, readonly Placement[]>;

/** Takes reversals from what is left of the holdings. */
export function takeReversals(
  takeBacks: readonly TakeBack[],
  holdings: readonly Holding[],
  reading: Reading,
): Placed {
  const byFlow = new Map(holdings.map((holding) => [placeOf(holding.flow), holding]));
  const placed = new Map<TakeBack, Placement[]>();
  const place = (takeBack: TakeBack, placement: Placement) => {
    placed.set(takeBack, [...(placed.get(takeBack) ?? []), placement]);
  };
  const unvalued: { takeBack: TakeBack; holding: Holding }[] = [];
  for (const takeBack of takeBacks) {
    const holding =
      takeBack.acts === 'on_target' ? byFlow.get(placeOf(takeBack.target)) : undefined;
    if (holding === undefined) continue;
    const takenOf = takenSince(holding);
    if (takeFromTarget(takeBack, holding, reading)) place(takeBack, takenOf());
    else unvalued.push({ takeBack, holding });
  }
  for (const takeBack of inTakeBackOrder(takeBacks)) {
    if (takeBack.acts !== 'on_superseders') continue;
    for (const placement of passTo(takeBack.target.name, takeBack.eur, byFlow, reading))
      place(takeBack, placement);
  }
  for (const { takeBack, holding } of unvalued) {
    const takenOf = takenSince(holding);
    takeAll(holding);
    place(takeBack, takenOf());
  }
  return placed;
}

/** @returns what was taken from the holding after this call */
function takenSince(holding: Holding): () => Placement {
  const before = holding.parts.map((part) => ({ part, left: part.left }));
  return () => ({
    holding,
    taken: before.map(({ part, left }) => ({ part, eur: left - part.left })),
  });
}

const placeOf = ({ name, payment }: { name: string; payment: string | null }) =>
  JSON.stringify([name, payment]);

/** Dates, then source and flow_id. */
export function inTakeBackOrder<One extends TakeBack>(takeBacks: readonly One[]): One[] {
  return takeBacks.toSorted(
    inOrder(
      ({ flow, target }) =>
        flow.valueDay ?? flow.statementDay ?? flow.days?.last ?? target?.days.last ?? Infinity,
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
  for (const part of holding.parts)
    part.left -= isShared ? partOf(amount, rate, part.cell) : fullPartOf(amount, rate, part.cell);
  return true;
}

function takeAll(holding: Holding): void {
  for (const part of holding.parts) part.left = least(part.left, 0n);
}

/** Takes from each flow that superseded a flow. @returns what it was taken from */
function passTo(
  name: string,
  eur: bigint | null,
  byFlow: ReadonlyMap<string, Holding>,
  { superseded, moneyOf }: Reading,
): Placement[] {
  const hops = [...supersedersOf(name, superseded)].filter((hop) => !superseded.has(hop));
  return hops.flatMap((hop) => {
    let left = eur;
    return moneyOf(hop).flatMap((piece) => {
      const holding = byFlow.get(placeOf(piece));
      if (holding === undefined || holding.isSuperseded) return [];
      const takenOf = takenSince(holding);
      left = takeShareOf(holding, left);
      return [takenOf()];
    });
  });
}

/** Takes what of an amount falls on the operation. @returns what is left of the amount */
function takeShareOf(holding: Holding, eur: bigint | null): bigint | null {
  if (eur === null) {
    takeAll(holding);
    return null;
  }
  const held = sum(holding.parts.map(({ cell }) => cell.days * cell.propertyShare));
  const all = WHOLE_SHARE * BigInt(holding.days.last - holding.days.first + 1);
  const taken = least(cutUp(eur * held, all), leftOf(holding));
  takeInProportion(holding, taken);
  return most(0n, eur - cutUp(taken * all, held));
}

/** What is left of a flow to be taken. */
export function leftOf({ parts }: Holding): bigint {
  return sum(parts.map(({ left }) => most(0n, left)));
}

/** Takes at most what is left, from the parts in proportion to what is left of them, cut up. */
export function takeInProportion(holding: Holding, eur: bigint): void {
  const total = leftOf(holding);
  for (const part of holding.parts)
    if (part.left > 0n) part.left -= least(part.left, cutUp(eur * part.left, total));
}
