// What of a take-back concerns one operation. A take-back is a reversal, or the supersession of a
// flow by a hop.
//
// It concerns an operation as far as its target is the operation's; one that names nothing known, as
// far as it is the operation's itself. What nobody is known to own concerns every operation that was
// paid through its publisher account on its key, each in full. So does a take-back that names
// nothing, of an operation that has no money on its key. A reversal of a superseded flow concerns
// each operation with a hop that superseded it, in full.
//
// Of a take-back in dispute, for each key the content counts that takes back most.
import { sum } from './amount.ts';
import type { Days } from './calendar.ts';
import type { Flow } from './flow.ts';
import type { PublisherShares } from './gross.ts';
import { supersedersOf } from './hop.ts';
import { UNKNOWN } from './network.ts';
import { groupBy } from './order.ts';
import { shareOfAmount, cellsOf, takenPartOf } from './part.ts';
import type { Reading } from './reading.ts';
import { type Reversal, type Target, reversalsOf } from './target.ts';
import { takenRate, unplacedRate } from './value.ts';
import type { SharedStay } from './who.ts';
import { windowOf } from './window.ts';

export interface TakeBack {
  readonly kind: 'reversal' | 'supersession';
  /** The reversal, or the flow that was superseded. */
  readonly flow: Flow;
  /** What it takes back; null: nothing that is known. */
  readonly target: Flow | null;
  /** The network key of what it takes back. */
  readonly key: string;
  /** Null: no day is known. */
  readonly window: Days | null;
  /** What acts on this target, in 1e-8 of the currency of `flow`. */
  readonly amount: bigint;
  /** What concerns the operation, in 1e-10 EUR at the highest of its rates; null: without a rate. */
  readonly eur: bigint | null;
  /** What it is taken from first; M-GONE then looks at the other sources, but for `unplaced`. */
  readonly acts: 'on_target' | 'on_superseders' | 'on_others' | 'unplaced';
}

/** A take-back with what tells contents in dispute apart. */
interface Told extends TakeBack {
  readonly entry: string;
  readonly content: string;
}

export function takeBacksOf(
  operation: string,
  reading: Reading,
  sharesOf: PublisherShares,
): TakeBack[] {
  const stakes = stakesOf(operation, reading);
  const value = (flow: Flow, stays: readonly SharedStay[], taken: Taken) =>
    valueOf(flow, stays, taken, sharesOf);
  const told = [
    ...reversalsOf(reading).flatMap((reversal) => reversed(reversal, reading, stakes, value)),
    ...supersessions(reading, stakes, value),
  ];
  const disputes = groupBy(told, ({ entry, kind, key }) => `${kind}\0${entry}\0${key}`);
  return [...disputes.values()].flatMap(largestContent);
}

interface Taken {
  readonly amount: bigint;
  readonly rate: bigint | null;
}

type Value = (flow: Flow, stays: readonly SharedStay[], taken: Taken) => bigint | null;

/** In 1e-10 EUR, cut up; null: without a rate. @param flow whose days count */
function valueOf(
  flow: Flow,
  stays: readonly SharedStay[],
  { amount, rate }: Taken,
  sharesOf: PublisherShares,
): bigint | null {
  if (rate === null) return null;
  if (flow.days === null) return sum(stays.map(({ share }) => shareOfAmount(amount, rate, share)));
  const cells = cellsOf(flow, flow.days, stays, sharesOf);
  return sum(cells.map((cell) => takenPartOf(amount, rate, cell)));
}

/** Which days of a flow, and which shares of it, concern the operation. */
interface Stakes {
  readonly inTarget: (target: Flow) => readonly SharedStay[];
  /** Whether a hop of the operation superseded the flow. */
  readonly isBefore: (flow: Flow) => boolean;
  readonly inUnplaced: (flow: Flow) => SharedStay[];
  /** Keys of which money was passed on under another key. */
  readonly passedOn: ReadonlySet<string>;
}

function stakesOf(operation: string, reading: Reading): Stakes {
  const { money, who, superseded } = reading;
  const [paidThrough, moneyed, own] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const flow of money)
    for (const stay of who.staysOf(flow)) {
      moneyed.add(JSON.stringify([stay.operation, flow.key]));
      if (stay.operation !== operation) continue;
      own.add(flow.name);
      if (flow.account !== '') paidThrough.add(JSON.stringify([flow.key, flow.account]));
    }
  const isPaidThrough = ({ key, account }: Flow) => paidThrough.has(JSON.stringify([key, account]));
  /** A hop of the operation superseded it. */
  const isBefore = (flow: Flow) =>
    [...supersedersOf(flow.name, superseded)].some((hop) => own.has(hop));
  return {
    inTarget: (target) => {
      const stays = who.staysOf(target);
      const isNobodys = stays.every((stay) => stay.operation === null);
      const isAnybodys = isPaidThrough(target) || (isNobodys && isBefore(target));
      return stays.filter(
        (stay) => stay.operation === operation || (stay.operation === null && isAnybodys),
      );
    },
    isBefore,
    passedOn: keysPassedOn(reading),
    inUnplaced: (flow) =>
      who
        .staysOf(flow)
        .filter(
          (stay) =>
            stay.operation === operation ||
            (isPaidThrough(flow) &&
              (stay.operation === null ||
                !moneyed.has(JSON.stringify([stay.operation, flow.key])))),
        ),
  };
}

function reversed(reversal: Reversal, reading: Reading, stakes: Stakes, value: Value): Told[] {
  const { entry, content, flow, amount, target } = reversal;
  const [kind, by] = ['reversal' as const, String(content)];
  const base = { kind, entry: entry.name, content: by, flow, amount };
  if (target.kind === 'idle') return [];
  if (target.kind === 'unplaced') {
    const stays = stakes.inUnplaced(flow);
    const key = stakes.passedOn.has(flow.key) ? UNKNOWN : flow.key;
    const window = windowOf(flow);
    const rate = unplacedRate(flow, window, reading.rates);
    const eur = value(flow, stays, { amount, rate });
    const told = { ...base, target: null, key, window, eur, acts: 'unplaced' as const };
    return stays.length === 0 ? [] : [told];
  }
  const contents = target.kind === 'disputed' ? target.contents : [target.flow];
  return contents.flatMap((one, at) => {
    // It passes in full to each hop, also where an agent passed the money on to several operations.
    const isPassed = target.kind !== 'paid' && stakes.isBefore(one);
    const stays = isPassed ? reading.who.staysOf(one) : stakes.inTarget(one);
    if (stays.length === 0) return [];
    const { key, window } = isPassed
      ? reachOf(one, reading)
      : { key: one.key, window: windowOf(one) };
    const acts = isPassed ? 'on_superseders' : actsOn(target);
    const rate = rateOf(flow, one, acts, reading);
    const eur = value(one, stays, { amount, rate });
    return [{ ...base, content: `${by} ${String(at)}`, target: one, key, window, eur, acts }];
  });
}

/** The flows that superseded it, directly or through others. */
const hopsOf = (name: string, { superseded, entries, keyOf }: Reading) =>
  [...supersedersOf(name, superseded)]
    .flatMap((hop) => entries.get(hop)?.contents ?? [])
    .map((hop) => ({ ...hop, key: keyOf(hop) }));

/**
 * Where another source may tell of money that was passed on: on the key and the days of each hop as
 * well. Hops of another key can be of any key.
 */
function reachOf(flow: Flow, reading: Reading): Pick<TakeBack, 'key' | 'window'> {
  const hops = hopsOf(flow.name, reading);
  const windows = [flow, ...hops].flatMap((one) => windowOf(one) ?? []);
  return {
    key: hops.every(({ key }) => key === flow.key) ? flow.key : UNKNOWN,
    window: {
      first: Math.min(...windows.map(({ first }) => first)),
      last: Math.max(...windows.map(({ last }) => last)),
    },
  };
}

/** Keys of which money was passed on under another key. */
function keysPassedOn(reading: Reading): ReadonlySet<string> {
  const passedOn = [...reading.superseded.keys()].flatMap((name) => {
    const hops = hopsOf(name, reading);
    const keys = (reading.entries.get(name)?.contents ?? []).map(reading.keyOf);
    return keys.filter((key) => hops.some((hop) => hop.key !== key));
  });
  return new Set(passedOn);
}

function actsOn(target: Exclude<Target, { kind: 'idle' | 'unplaced' }>): TakeBack['acts'] {
  if (target.kind === 'paid') return 'on_target';
  if (target.kind === 'superseded') return 'on_superseders';
  return target.kind === 'accrued' && target.isPaid ? 'unplaced' : 'on_others';
}

/** The highest rate of its target's dates; in another currency, and unplaced, of its own as well. */
function rateOf(
  flow: Flow,
  target: Flow,
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

/** A hop that names a total names an unknown flow, and takes nothing back. */
function supersessions(reading: Reading, stakes: Stakes, value: Value): Told[] {
  return [...reading.superseded.keys()].flatMap((name) => {
    const entry = reading.entries.get(name);
    if (entry === undefined || reading.totals.has(name)) return [];
    const [paid] = reading.moneyOf(name);
    return entry.contents.flatMap((told, content) => {
      if (told.status === 'reversed') return [];
      const flow = { ...told, key: reading.keyOf(told) };
      // What was paid of a line has the days of its payment.
      const target = paid === undefined ? flow : { ...flow, ...datesOf(paid) };
      const stays = stakes.inTarget(target);
      const { amount, currency } = flow;
      const rate = takenRate(currency, [target], reading.rates);
      const eur = value(target, stays, { amount, rate });
      const window = windowOf(target);
      const base = {
        kind: 'supersession' as const,
        entry: name,
        content: String(content),
        flow,
        amount,
      };
      return stays.length === 0
        ? []
        : [{ ...base, target, key: flow.key, window, eur, acts: 'on_others' as const }];
    });
  });
}

const datesOf = ({ valueDay, statementDay }: Flow) => ({ valueDay, statementDay });

/** Of several contents the one that takes back most; nothing is more than what has no rate. */
function largestContent(told: readonly Told[]): Told[] {
  const contents = [...groupBy(told, ({ content }) => content).values()];
  const worth = contents.map((parts) => {
    const values = parts.map(({ eur }) => eur);
    return values.includes(null) ? null : sum(values.map((eur) => eur ?? 0n));
  });
  let best = 0;
  for (const [at, value] of worth.entries()) {
    const most = worth[best] ?? null;
    if (most !== null && (value === null || value > most)) best = at;
  }
  return contents[best] ?? [];
}
