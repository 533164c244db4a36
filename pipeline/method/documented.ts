// Documented money of one operation: steps 8 to 13 of the method. It is the larger of two sides:
// the sum over all known network keys, and the key unknown (M-ORIGIN). A payment of which the
// network is not known may be one that a known network tells of as well, so the two are never
// added.
import { accruedOf } from './accrued.ts';
import { sum } from './amount.ts';
import { monthOf } from './calendar.ts';
import { carryDeficits } from './carry.ts';
import { type GroupOf, sourceGroups } from './disjoint.ts';
import { type Repeated, takeGone } from './gone.ts';
import { publisherShares } from './gross.ts';
import { type Holding, holdingsOf } from './holding.ts';
import { UNKNOWN } from './network.ts';
import { groupBy, inOrder } from './order.ts';
import { type Group, groupsOf } from './owner.ts';
import type { Reading } from './reading.ts';
import type { Reference } from './reference.ts';
import { type Placed, inTakeBackOrder, takeReversals } from './reversal.ts';
import { type TakeBack, takeBacksOf } from './takeback.ts';
import type { Taken } from './taking.ts';
import { type Ledger, type Unplaced, takeUnplaced } from './unplaced.ts';

/** What an unplaced take-back, or a deficit (M-CARRY), was taken from. */
export interface UnplacedTaken extends Unplaced {
  /** Null: a deficit of a month. */
  readonly takeBack: TakeBack | null;
}

export interface Side {
  readonly isKnown: boolean;
  readonly groups: readonly Group[];
  readonly gone: readonly Taken[];
  readonly repeated: readonly Repeated[];
  readonly unplaced: readonly UnplacedTaken[];
  /** What is left, by month and line, of all keys together. */
  readonly ledger: Ledger;
  readonly total: bigint;
}

export interface Documented {
  readonly holdings: readonly Holding[];
  readonly takeBacks: readonly TakeBack[];
  readonly placed: Placed;
  /** The group of a source on a key. */
  readonly groupOf: GroupOf;
  /** Accrued money, in 1e-10 EUR, by month. It counts in no floor. */
  readonly accrued: ReadonlyMap<number, bigint>;
  /** The side that counts. */
  readonly chosen: Side;
  readonly other: Side;
}

export function documentedOf(
  operation: string,
  reading: Reading,
  reference: Reference,
): Documented {
  const { networks } = reading.who;
  const sharesOf = publisherShares(reference.shares, networks);
  const groupOf = sourceGroups(reference.disjoint, networks);
  const holdings = holdingsOf(operation, reading, sharesOf);
  const takeBacks = takeBacksOf(operation, reading);
  const placed = takeReversals(takeBacks, holdings, reading);
  const groups = groupsOf(holdings, groupOf);
  const side = (isKnown: boolean) =>
    sideOf(isKnown, groups, { all: takeBacks, placed, reading, groupOf });
  const [known, unknown] = [side(true), side(false)];
  // At equality the known side, unless it has nothing to show.
  const isKnownLarger =
    known.total > unknown.total ||
    (known.total === unknown.total && (known.groups.length > 0 || unknown.groups.length === 0));
  return {
    holdings,
    takeBacks,
    placed,
    groupOf,
    accrued: accruedOf(operation, reading, sharesOf, groupOf),
    chosen: isKnownLarger ? known : unknown,
    other: isKnownLarger ? unknown : known,
  };
}

interface TakeBacks {
  all: readonly TakeBack[];
  placed: Placed;
  reading: Reading;
  groupOf: GroupOf;
}

function sideOf(isKnown: boolean, all: readonly Group[], takeBacks: TakeBacks): Side {
  const groups = all.filter(({ key }) => (key !== UNKNOWN) === isKnown);
  const { taken: gone, above, repeated } = takeGone(groups, takeBacks);
  const ledgers = ledgersOf(groups);
  const everything = [...ledgers].sort(inOrder(([key]) => key)).map(([, ledger]) => ledger);
  const unplaced: UnplacedTaken[] = [];
  /** What is more than these have is taken from all money of the side. */
  const take = (takeBack: TakeBack, from: readonly Ledger[]) => {
    const day = (takeBack.target ?? takeBack.flow).days?.last;
    const month = day === undefined ? null : monthOf(day);
    const taken = takeUnplaced(from, month, takeBack.eur);
    unplaced.push(...taken.map((one) => ({ ...one, takeBack })));
    const rest = takeBack.eur === null ? null : takeBack.eur - sum(taken.map(({ eur }) => eur));
    for (const one of takeUnplaced(everything, month, rest)) unplaced.push({ ...one, takeBack });
  };
  for (const deficit of everything.flatMap(carryDeficits))
    unplaced.push({ ...deficit, takeBack: null });
  const unplacedOnes = takeBacks.all.filter((takeBack) => takeBack.acts === 'unplaced');
  const ordered = inTakeBackOrder([...above, ...unplacedOnes]);
  const isOfSide = ({ key }: TakeBack) => isKnown && key !== UNKNOWN;
  for (const takeBack of ordered.filter(isOfSide)) {
    const ledger = ledgers.get(takeBack.key);
    take(takeBack, ledger === undefined ? [] : [ledger]);
  }
  for (const takeBack of ordered.filter((one) => !isOfSide(one))) take(takeBack, everything);
  const ledger = joined(everything);
  const total = sum(amountsOf(ledger));
  return { isKnown, groups, gone, repeated, unplaced, ledger, total };
}

/** What counts of each key after M-GONE. */
function ledgersOf(groups: readonly Group[]): Map<string, Ledger> {
  const ledgers = new Map<string, Ledger>();
  for (const [key, ofKey] of groupBy(groups, (group) => group.key)) {
    const ledger: Ledger = new Map();
    for (const holding of ofKey.flatMap(({ counting }) => [...counting]))
      for (const { cell, left } of holding.parts) add(ledger, cell.month, holding.flow.line, left);
    ledgers.set(key, ledger);
  }
  return ledgers;
}

function joined(ledgers: readonly Ledger[]): Ledger {
  const all: Ledger = new Map();
  for (const ledger of ledgers)
    for (const [month, lines] of ledger)
      for (const [line, eur] of lines) add(all, month, line, eur);
  return all;
}

function add(ledger: Ledger, month: number, line: Holding['flow']['line'], eur: bigint): void {
  const lines = ledger.get(month) ?? new Map<Holding['flow']['line'], bigint>();
  lines.set(line, (lines.get(line) ?? 0n) + eur);
  ledger.set(month, lines);
}

const amountsOf = (ledger: Ledger) => [...ledger.values()].flatMap((lines) => [...lines.values()]);
