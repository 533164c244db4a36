// What of a take-back concerns one operation. A take-back is a reversal, or the supersession of a
// flow by a hop.
//
// It concerns an operation as far as its target is the operation's; one that names nothing known,
// as far as it is the operation's itself. What nobody is known to own concerns every operation that
// was paid through its publisher account on its key, each in full. So does a take-back that names
// nothing, of an operation that has no money on its key. What was passed on concerns every
// operation of the hops, each in full.
//
// Of a take-back in dispute, for each key the content counts that takes back most.
import { sum } from './amount.ts';
import type { Days } from './calendar.ts';
import { type Supersession, concernOf } from './concern.ts';
import { type DatedFlow, type Flow, isDated } from './flow.ts';
import { supersedersOf } from './hop.ts';
import { UNKNOWN } from './network.ts';
import { groupBy } from './order.ts';
import { takenValue } from './part.ts';
import type { Reading } from './reading.ts';
import type { Reversal } from './target.ts';
import { takenRate, unplacedRate } from './value.ts';
import type { SharedStay } from './who.ts';
import { windowOf } from './window.ts';

interface AnyTakeBack {
  readonly kind: 'reversal' | 'supersession';
  /** The reversal, or the flow that was superseded. */
  readonly flow: Flow;
  /** The network key of what it takes back. */
  readonly key: string;
  /** What acts on this target, in 1e-8 of the currency of `flow`. */
  readonly amount: bigint;
  /**
   * What concerns the operation, in 1e-10 EUR at the highest of its rates; null: without a rate.
   */
  readonly eur: bigint | null;
}

/** M-UNPLACED. */
export interface UnplacedTakeBack extends AnyTakeBack {
  readonly acts: 'unplaced';
  /** Accrued money that it takes back; null: nothing that is known. */
  readonly target: DatedFlow | null;
}

/** M-GONE. */
export interface KnownTakeBack extends AnyTakeBack {
  /** What it is taken from first, before M-GONE looks at other sources. */
  readonly acts: 'on_target' | 'on_superseders' | 'on_others';
  readonly target: DatedFlow;
  /** That of the target. */
  readonly window: Days;
}

export type TakeBack = UnplacedTakeBack | KnownTakeBack;

/** One text for take-backs of one amount and currency. */
export const amountName = ({ amount, flow }: TakeBack): string =>
  `${String(amount)} ${flow.currency}`;

/** A take-back with what tells contents in dispute apart. */
type Told = TakeBack & { readonly entry: string; readonly content: string };

export function takeBacksOf(operation: string, reading: Reading): TakeBack[] {
  const stakes = stakesOf(operation, reading);
  const { reversals, supersessions } = concernOf(operation, reading);
  const told = [
    ...reversals.flatMap((reversal) => reversed(reversal, reading, stakes)),
    ...supersessions.flatMap((one) => superseded(one, reading, stakes)),
  ];
  const disputes = groupBy(told, ({ entry, kind, key }) => `${kind}\0${entry}\0${key}`);
  return [...disputes.values()].flatMap(largestContent);
}

/**
 * In 1e-10 EUR, cut up; null: without a rate. Gross money counts in full (M-GROSS): what another
 * source tells of it may be net. @param days of what the stays are of; null: none is known
 */
function valueOf(
  amount: bigint,
  rate: bigint | null,
  days: Days | null,
  stays: readonly SharedStay[],
): bigint | null {
  if (rate === null) return null;
  const held = stays.map((stay) => stay.share * (days === null ? 1n : lengthOf(stay)));
  return takenValue(amount, rate, sum(held), days === null ? 1n : lengthOf(days));
}

const lengthOf = ({ first, last }: Days) => BigInt(last - first + 1);

/** No key of a network is null. */
const ANY_KEY = null;

/** Which days of a flow, and which shares of it, concern the operation. */
interface Stakes {
  readonly inTarget: (target: Flow) => readonly SharedStay[];
  /** What was passed on concerns all who got of it, each in full. */
  readonly inSuperseded: (target: Flow) => readonly SharedStay[];
  readonly inUnplaced: (flow: Flow) => SharedStay[];
}

function stakesOf(operation: string, reading: Reading): Stakes {
  const { moneyFor, who, superseded, toldOf } = reading;
  const paidThrough = new Set<string>();
  for (const { key, account } of moneyFor(operation)) {
    if (account === '') continue;
    paidThrough.add(JSON.stringify([key, account]));
    paidThrough.add(JSON.stringify([ANY_KEY, account]));
  }
  const hasMoney = (of: string | null, key: string) =>
    moneyFor(of).some((flow) => flow.key === key);
  // Money of the key unknown may be of any network.
  const isPaidThrough = ({ key, account }: Flow) =>
    (key === UNKNOWN ? [ANY_KEY] : [key, UNKNOWN]).some((one) =>
      paidThrough.has(JSON.stringify([one, account])),
    );
  const isPassedOn = ({ name }: Flow) =>
    [...supersedersOf(name, superseded)]
      .flatMap(toldOf)
      .some((hop) => who.staysOf(hop).some((stay) => stay.operation === operation));
  const inTarget = (target: Flow) => {
    const stays = who.staysOf(target);
    const isNobodys = stays.every((stay) => stay.operation === null);
    const isAnybodys = isPaidThrough(target) || (isNobodys && isPassedOn(target));
    return stays.filter(
      (stay) => stay.operation === operation || (stay.operation === null && isAnybodys),
    );
  };
  return {
    inTarget,
    inSuperseded: (target) => (isPassedOn(target) ? who.staysOf(target) : inTarget(target)),
    inUnplaced: (flow) =>
      who
        .staysOf(flow)
        .filter(
          (stay) =>
            stay.operation === operation ||
            (isPaidThrough(flow) &&
              (stay.operation === null || !hasMoney(stay.operation, flow.key))),
        ),
  };
}

function reversed(reversal: Reversal, reading: Reading, stakes: Stakes): Told[] {
  const { entry, content, flow, amount, target } = reversal;
  const [kind, by] = ['reversal' as const, String(content)];
  const base = { kind, entry: entry.name, content: by, flow, amount };
  if (target.kind === 'idle') return [];
  if (target.kind === 'unplaced') {
    const stays = stakes.inUnplaced(flow);
    const window = isDated(flow) ? windowOf(flow) : { first: -Infinity, last: Infinity };
    const rate = unplacedRate(flow, window, reading.rates);
    const eur = valueOf(amount, rate, flow.days, stays);
    const told = { ...base, target: null, key: flow.key, eur, acts: 'unplaced' as const };
    return stays.length === 0 ? [] : [told];
  }
  const acts = ACTS[target.kind];
  return target.contents.flatMap((one, at): Told[] => {
    const stays = target.kind === 'superseded' ? stakes.inSuperseded(one) : stakes.inTarget(one);
    if (stays.length === 0) return [];
    const eur = valueOf(amount, rateOf(flow, one, acts, reading), one.days, stays);
    const told = { ...base, target: one, key: one.key, eur, content: `${by} ${String(at)}` };
    return [acts === 'unplaced' ? { ...told, acts } : { ...told, acts, window: windowOf(one) }];
  });
}

const ACTS = {
  paid: 'on_target',
  superseded: 'on_superseders',
  accrued_and_paid: 'unplaced',
  not_paid: 'on_others',
} as const;

/**
 * The highest rate of its target's dates; in another currency, and unplaced, of its own as well.
 */
function rateOf(
  flow: Flow,
  target: DatedFlow,
  acts: TakeBack['acts'],
  { rates }: Reading,
): bigint | null {
  if (acts === 'unplaced')
    return (
      takenRate(flow.currency, [flow, target], rates) ??
      unplacedRate({ ...flow, valueDay: null, statementDay: null }, windowOf(target), rates)
    );
  const dated = flow.currency === target.currency ? [target] : [flow, target];
  return takenRate(flow.currency, dated, rates);
}

function superseded(
  { name, content, flow, target }: Supersession,
  { rates }: Reading,
  stakes: Stakes,
): Told[] {
  const stays = stakes.inTarget(target);
  if (stays.length === 0) return [];
  const { amount, currency, key } = flow;
  const eur = valueOf(amount, takenRate(currency, [target], rates), target.days, stays);
  const told = { kind: 'supersession' as const, entry: name, content: String(content), flow };
  return [{ ...told, amount, target, key, window: windowOf(target), eur, acts: 'on_others' }];
}

/** Of several contents the one that takes back most; nothing is more than what has no rate. */
function largestContent(told: readonly [Told, ...Told[]]): readonly Told[] {
  const contents = [...groupBy(told, ({ content }) => content).values()];
  return contents.reduce((most, content) =>
    isMore(worthOf(content), worthOf(most)) ? content : most,
  );
}

/** Null: without a rate. */
function worthOf(parts: readonly Told[]): bigint | null {
  const known = parts.flatMap(({ eur }) => eur ?? []);
  return known.length < parts.length ? null : sum(known);
}

const isMore = (one: bigint | null, other: bigint | null) =>
  other !== null && (one === null || one > other);
