// What each take-back acts on (M-REVERSAL, M-UNPLACED, M-SETTLE). This is the same for all
// operations; reversal.ts says what it takes from one of them.
//
// The target of a take-back is the flow that it names. If that is not in the records, and exactly
// one paid flow of its key and publisher account has the id, in any source, it is that one.
import { least } from './amount.ts';
import type { Entry } from './entry.ts';
import { type DatedFlow, type Flow, isDated } from './flow.ts';
import { groupBy, inOrder } from './order.ts';
import type { Reading } from './reading.ts';
import { paidRate, takenRate } from './value.ts';
import { LONGEST_WAIT_DAYS } from './window.ts';

/** A reversal, or the part of one that acts on one target. */
export interface Reversal {
  readonly entry: Entry;
  /** Of contents in dispute: which one says so. */
  readonly content: number;
  readonly flow: Flow;
  /** How much acts on this target, in 1e-8 of its currency. */
  readonly amount: bigint;
  readonly target: Target;
  /** What it leaves of the target for the next one, in the currency of the target. */
  readonly rest: bigint;
}

/**
 * `paid`: money that nothing superseded. `superseded`: money that a hop superseded.
 * `accrued_and_paid`: accrued money, of which a payment before the take-back may have been.
 * `not_paid`: accrued money without such a payment, and money in dispute. `idle`: another reversal.
 * `unplaced`: nothing that is known.
 */
export type Target =
  | {
      readonly kind: 'paid' | 'superseded' | 'accrued_and_paid' | 'not_paid';
      /** One content, or those in dispute. */
      readonly contents: readonly DatedFlow[];
    }
  | { readonly kind: 'idle' }
  | { readonly kind: 'unplaced' };

/**
 * In the order of dates, source and flow_id, because each leaves less of its target for the next.
 */
export function reversalsOf(reading: Reading): Reversal[] {
  const index = indexOf(reading);
  const left: Left = new Map();
  return reversalEntries(reading).flatMap((entry) => {
    const reversals = entry.contents.flatMap((told, content) => {
      if (told.status !== 'reversed') return [];
      const flow = { ...told, key: reading.keyOf(told) };
      const name = targetName(flow, reading, index);
      const acts = actsOn(flow, name, reading, index, left);
      return acts.map((act) => ({ entry, content, flow, ...act }));
    });
    // Of contents in dispute each acts as if it were alone.
    for (const { target, rest } of reversals)
      if (target.kind === 'paid' || target.kind === 'superseded')
        for (const money of target.contents) left.set(money, least(left.get(money) ?? rest, rest));
    return reversals;
  });
}

/** What is left of money to be taken back, in its own currency; without an entry: all of it. */
type Left = Map<Flow, bigint>;

function reversalEntries({ entries, settlement }: Reading): Entry[] {
  return [...entries.values()]
    .filter(
      ({ name, contents }) =>
        !settlement.deductions.has(name) && contents.some(({ status }) => status === 'reversed'),
    )
    .sort(
      inOrder(
        ({ contents: [{ valueDay, statementDay, days }] }) =>
          valueDay ?? statementDay ?? days?.last ?? Infinity,
        ({ contents: [{ source }] }) => source,
        ({ contents: [{ flowId }] }) => flowId,
      ),
    );
}

/** Money by what a take-back may know of it. */
interface Index {
  readonly byId: ReadonlyMap<string, readonly DatedFlow[]>;
  readonly bySource: ReadonlyMap<string, readonly DatedFlow[]>;
}

const idPlace = (flowId: string, { account, key }: Flow) => JSON.stringify([flowId, account, key]);
const sourcePlace = ({ source, key }: Flow) => JSON.stringify([source, key]);

function indexOf({ money }: Reading): Index {
  return {
    byId: groupBy(money, (flow) => idPlace(flow.flowId, flow)),
    bySource: groupBy(money, sourcePlace),
  };
}

/** The name of what a flow takes back; null: nothing that is known. */
function targetName(flow: Flow, reading: Reading, { byId }: Index): string | null {
  if (flow.reverses === null) return null;
  const name = reading.standingName(flow.reverses.name);
  if (reading.entries.has(name)) return reading.totals.has(name) ? null : name;
  if (flow.account === '') return null;
  const [first, ...others] = byId.get(idPlace(flow.reverses.flowId, flow)) ?? [];
  const isOne = first !== undefined && others.every((other) => other.name === first.name);
  return isOne ? first.name : null;
}

type Act = Pick<Reversal, 'amount' | 'target' | 'rest'>;

function actsOn(
  flow: Flow,
  name: string | null,
  reading: Reading,
  index: Index,
  left: Left,
): Act[] {
  const target = name === null ? undefined : reading.entries.get(name);
  if (name === null || target === undefined)
    return [{ amount: flow.amount, target: { kind: 'unplaced' }, rest: 0n }];
  const money = reading.moneyOf(name);
  if (money.length === 0)
    return [
      {
        amount: flow.amount,
        target: targetWithoutMoney(flow, target, reading, index),
        rest: 0n,
      },
    ];
  return allocated(flow, money, reading, left).map(({ amount, piece, rest }) => ({
    amount,
    rest,
    target: { kind: reading.isSuperseded(piece) ? 'superseded' : 'paid', contents: [piece] },
  }));
}

function targetWithoutMoney(flow: Flow, target: Entry, reading: Reading, index: Index): Target {
  const contents = target.contents
    .filter(({ status }) => status !== 'reversed')
    .filter(isDated)
    .map((content) => ({ ...content, key: reading.keyOf(content) }));
  if (contents.length === 0) return { kind: 'idle' };
  if (reading.superseded.has(target.name)) return { kind: 'superseded', contents };
  const isPaid = contents.some(
    (content) => content.status === 'accrued' && isPaidBefore(flow, content, index),
  );
  return { kind: isPaid ? 'accrued_and_paid' : 'not_paid', contents };
}

/**
 * Whether money like the accrued one was paid before it was taken back: of the same source, key and
 * account, with a period that meets its own or begins before the wait for payment ends, since a
 * payment may have the month in which it was paid. A date or an account that is not known may be
 * any.
 */
function isPaidBefore(flow: Flow, accrued: DatedFlow, { bySource }: Index): boolean {
  return (bySource.get(sourcePlace(accrued)) ?? []).some(
    ({ account, days, valueDay }) =>
      (account === accrued.account || account === '' || accrued.account === '') &&
      accrued.days.first <= days.last &&
      days.first <= accrued.days.last + LONGEST_WAIT_DAYS &&
      (valueDay === null || flow.valueDay === null || valueDay < flow.valueDay),
  );
}

/**
 * M-SETTLE: a take-back of a payment acts on its rest and then on its lines, the last one first, as
 * far as others have left of them. What exceeds all of them is taken from the last of these.
 */
function allocated(
  flow: Flow,
  money: readonly DatedFlow[],
  reading: Reading,
  left: Left,
): { amount: bigint; piece: DatedFlow; rest: bigint }[] {
  const pieces = money.flatMap((piece) => {
    const before = left.get(piece) ?? piece.amount;
    const worth = worthIn(flow, { ...piece, amount: before }, reading);
    return worth === null ? [] : [{ piece, before, worth }];
  });
  // Without a rate all is taken.
  if (pieces.length < money.length)
    return money.map((piece) => ({ amount: flow.amount, piece, rest: 0n }));
  let toTake = flow.amount;
  return pieces.flatMap(({ piece, before, worth }, at) => {
    const isLast = at === pieces.length - 1;
    const amount = isLast ? toTake : least(toTake, worth);
    const rest = amount < worth ? before - (before * amount) / worth : 0n;
    toTake -= amount;
    return amount > 0n || isLast ? [{ amount, piece, rest }] : [];
  });
}

/** What a piece is worth in the currency of its take-back; null: without a rate. */
function worthIn(flow: Flow, piece: Flow, { rates }: Reading): bigint | null {
  if (flow.currency === piece.currency) return piece.amount;
  const taken = takenRate(flow.currency, [flow, piece], rates);
  const paid = paidRate(piece, rates);
  if (taken === null) return null;
  return paid === null ? 0n : (piece.amount * paid) / taken;
}
