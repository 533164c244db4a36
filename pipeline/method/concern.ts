// Which take-backs may concern an operation. They are sorted once for all operations, since a run
// computes thousands of them from one reading. A take-back may concern whoever its target, or it
// itself, goes to; whoever got what a hop passed on of its target; and whoever was paid through its
// publisher account.
import { type DatedFlow, type Flow, isDated } from './flow.ts';
import { supersedersOf } from './hop.ts';
import type { Reading } from './reading.ts';
import { type Reversal, reversalsOf } from './target.ts';

/** What a hop took away: one content of the flow that it superseded. */
export interface Supersession {
  readonly name: string;
  /** Of contents in dispute: which one says so. */
  readonly content: number;
  readonly flow: DatedFlow;
  /** The same; what was paid of a line has the dates of its payment. */
  readonly target: DatedFlow;
}

export interface Concern {
  readonly reversals: readonly Reversal[];
  readonly supersessions: readonly Supersession[];
}

interface Register {
  readonly reversals: Sorted<Reversal>;
  readonly supersessions: Sorted<Supersession>;
}

const registers = new WeakMap<Reading, Register>();

export function concernOf(operation: string, reading: Reading): Concern {
  const { reversals, supersessions } = registers.get(reading) ?? registerOf(reading);
  registers.set(reading, { reversals, supersessions });
  const accounts = new Set(reading.moneyFor(operation).map(({ account }) => account));
  accounts.delete('');
  const names = [ownerName(operation), ...[...accounts].map(accountName)];
  return { reversals: reversals.under(names), supersessions: supersessions.under(names) };
}

const ownerName = (operation: string | null) => `operation ${String(operation)}`;
const accountName = (account: string) => `account ${account}`;

/** Things by the names of what they concern. */
interface Sorted<Thing> {
  /** Each once, in the order of all. */
  readonly under: (names: readonly string[]) => Thing[];
}

function sorted<Thing>(
  things: readonly Thing[],
  namesOf: (thing: Thing) => readonly string[],
): Sorted<Thing> {
  const numbered = new Map<string, Map<number, Thing>>();
  for (const [number, thing] of things.entries())
    for (const name of namesOf(thing))
      numbered.set(name, (numbered.get(name) ?? new Map<number, Thing>()).set(number, thing));
  return {
    under: (names) => {
      const found = new Map(names.flatMap((name) => [...(numbered.get(name) ?? [])]));
      return [...found].sort(([one], [other]) => one - other).map(([, thing]) => thing);
    },
  };
}

function registerOf(reading: Reading): Register {
  const { who, superseded, toldOf } = reading;
  const owners = (flow: Flow) => who.staysOf(flow).map((stay) => ownerName(stay.operation));
  const concerned = (flow: Flow) => [
    ...owners(flow),
    ...[...supersedersOf(flow.name, superseded)].flatMap(toldOf).flatMap(owners),
    accountName(flow.account),
  ];
  return {
    reversals: sorted(reversalsOf(reading), ({ flow, target }) =>
      ('contents' in target ? target.contents : [flow]).flatMap(concerned),
    ),
    supersessions: sorted(supersessionsOf(reading), ({ target }) => concerned(target)),
  };
}

/** A hop that names a total names an unknown flow, and takes nothing back. */
function supersessionsOf(reading: Reading): Supersession[] {
  const entries = [...reading.entries.values()].filter(
    ({ name }) => reading.superseded.has(name) && !reading.totals.has(name),
  );
  return entries.flatMap(({ name, contents }) => {
    const [paid] = reading.moneyOf(name);
    return contents.flatMap((told, content) => {
      if (told.status === 'reversed' || !isDated(told)) return [];
      const flow = { ...told, key: reading.keyOf(told) };
      return [{ name, content, flow, target: paid === undefined ? flow : withDates(flow, paid) }];
    });
  });
}

function withDates(flow: DatedFlow, { valueDay, statementDay }: Flow): DatedFlow {
  return { ...flow, valueDay, statementDay };
}
