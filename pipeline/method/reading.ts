// Steps 1 to 7 of the method: what each flow is, before it is asked whose money it is. The same for
// all operations.
import { type Entries, type Entry, entriesOf, paidFlows } from './entry.ts';
import type { Evidence } from './evidence.ts';
import { type DatedFlow, type Flow, isDated } from './flow.ts';
import { type Superseded, supersededFlows } from './hop.ts';
import { UNKNOWN } from './network.ts';
import { groupBy } from './order.ts';
import { offshoreFlows } from './offshore.ts';
import { hopsOfUnknownOrigin } from './origin.ts';
import { type RateBook, rateBook } from './rate.ts';
import type { Reference } from './reference.ts';
import { type Settlement, settledLines, settlementOf } from './settle.ts';
import { droppedTotals } from './total.ts';
import { twinsOf } from './twin.ts';
import { type WhoIsWho, whoIsWho } from './who.ts';

export interface Reading {
  readonly who: WhoIsWho;
  readonly rates: RateBook;
  readonly entries: Entries;
  /** M-TRANSFER: flows that are in no entry. */
  readonly transfers: readonly Flow[];
  /** The name of the flow that stands for a twin; else the name itself. */
  readonly standingName: (name: string) => string;
  /** M-TOTAL. */
  readonly totals: ReadonlySet<string>;
  readonly superseded: Superseded;
  readonly settlement: Settlement;
  /** All paid flows, also superseded ones; instead of payments what they paid of lines. */
  readonly money: readonly DatedFlow[];
  /** Of these what goes to an operation on some day; null: to nobody. */
  readonly moneyFor: (operation: string | null) => readonly DatedFlow[];
  /** Entries of which a content goes to the operation on some day. */
  readonly entriesFor: (operation: string) => readonly Entry[];
  /** What is paid under a name, in the order in which a take-back acts on it. */
  readonly moneyOf: (name: string) => readonly DatedFlow[];
  /** What is paid under a name; where nothing is, its accrued contents and those in dispute. */
  readonly toldOf: (name: string) => readonly DatedFlow[];
  readonly isSuperseded: (flow: Flow) => boolean;
  /** Whether the money went to a listed or offshore place. */
  readonly isOffshore: (flow: Flow) => boolean;
  /** The key of a flow after M-ORIGIN. */
  readonly keyOf: (flow: Flow) => string;
}

const readings = new WeakMap<Evidence, { reference: Reference; reading: Reading }>();

/** The same evidence and reference give the same reading: what-if questions ask for many floors. */
export function readEvidence(evidence: Evidence, reference: Reference): Reading {
  const known = readings.get(evidence);
  if (known?.reference === reference) return known.reading;
  const reading = read(evidence, reference);
  readings.set(evidence, { reference, reading });
  return reading;
}

function read(evidence: Evidence, reference: Reference): Reading {
  const who = whoIsWho(evidence, reference);
  const rates = rateBook(reference.rates);
  const { entries, transfers } = entriesOf(evidence.flows, who);
  const lines = settledLines(entries);
  const paid = paidFlows(entries).filter(({ name }) => !lines.has(name));
  const twins = twinsOf(paid);
  const standingName = (name: string) => twins.get(name) ?? name;
  const totals = droppedTotals(paid.filter(({ name }) => !twins.has(name)));
  const superseded = supersededFlows(entries, standingName);
  const standing = new Map([...entries].filter(([name]) => !twins.has(name) && !totals.has(name)));
  const stands = (name: string) => standing.has(name);
  const settlement = settlementOf(
    entries,
    (name) => stands(name) && !lines.has(name) && !superseded.has(name),
  );
  const unknown = hopsOfUnknownOrigin(entries, standingName, standing, rates);
  const keyOf = ({ name, payment, key }: Flow) =>
    unknown.has(name) || (payment !== null && unknown.has(payment)) ? UNKNOWN : key;
  const moneyOf = moneyByName(
    paid.filter(({ name }) => stands(name)),
    settlement,
    keyOf,
  );
  const notPaid = groupBy(
    [...entries.values()]
      .flatMap(({ contents }) => [...contents])
      .filter(({ status }) => status !== 'reversed')
      .filter(isDated)
      .map((flow) => ({ ...flow, key: keyOf(flow) })),
    ({ name }) => name,
  );
  const money = paid.filter(({ name }) => stands(name)).flatMap(({ name }) => moneyOf(name));
  const operationsOf = (flow: Flow) => who.staysOf(flow).map(({ operation }) => operation);
  const moneyFor = byOperation(money, operationsOf);
  const entriesFor = byOperation([...entries.values()], ({ contents }) =>
    contents.flatMap(operationsOf),
  );
  return {
    who,
    rates,
    entries,
    transfers,
    standingName,
    totals,
    superseded,
    settlement,
    money,
    moneyFor: (operation) => moneyFor.get(operation) ?? [],
    entriesFor: (operation) => entriesFor.get(operation) ?? [],
    moneyOf: (name) => moneyOf(standingName(name)),
    toldOf: (name) => {
      const paid = moneyOf(standingName(name));
      return paid.length > 0 ? paid : (notPaid.get(name) ?? []);
    },
    isSuperseded: ({ name }) => superseded.has(name),
    isOffshore: offshoreFlows(reference.offshore),
    keyOf,
  };
}

function moneyByName(
  paid: readonly DatedFlow[],
  { replaced, paidOf }: Settlement,
  keyOf: (flow: Flow) => string,
): (name: string) => readonly DatedFlow[] {
  const flows = new Map(paid.map((flow): [string, readonly DatedFlow[]] => [flow.name, [flow]]));
  for (const [payment, pieces] of replaced) flows.set(payment, pieces);
  const found = new Map<string, readonly DatedFlow[]>();
  const ofPiece = new Map<DatedFlow, DatedFlow>();
  const withKey = (flow: DatedFlow) => {
    const one = ofPiece.get(flow) ?? { ...flow, key: keyOf(flow) };
    ofPiece.set(flow, one);
    return one;
  };
  for (const [name, pieces] of [...paidOf, ...flows]) found.set(name, pieces.map(withKey));
  return (name) => found.get(name) ?? [];
}

/** Many operations may be computed from one reading. */
function byOperation<Thing>(
  things: readonly Thing[],
  operationsOf: (thing: Thing) => readonly (string | null)[],
): Map<string | null, Thing[]> {
  const found = new Map<string | null, Thing[]>();
  for (const thing of things)
    for (const operation of new Set(operationsOf(thing))) {
      const own = found.get(operation);
      if (own === undefined) found.set(operation, [thing]);
      else own.push(thing);
    }
  return found;
}
