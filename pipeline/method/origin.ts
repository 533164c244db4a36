// M-ORIGIN. A hop is paid by an agent, and the money may come from several networks. It keeps the
// network key that it has only where the records show all of its origin. Hops and the flows that
// they name form components, linked through `upstream` by one step. If a hop names a flow that is
// not in the records, that hop has the key unknown. If the paid hops of a component together are
// more than 1.01 times the flows that they name, all its hops have: more came than is known of.
// Amounts are compared in EUR by M-RATE; without a rate the hops count as more.
import { least, sum } from './amount.ts';
import type { Entries, Entry } from './entry.ts';
import { upstreamOf } from './hop.ts';
import { groupBy } from './order.ts';
import type { RateBook } from './rate.ts';
import { inEuro, paidRate } from './value.ts';

/** Names of the hops whose network is not known. */
export function hopsOfUnknownOrigin(
  entries: Entries,
  standingName: (name: string) => string,
  standing: Entries,
  rates: RateBook,
): ReadonlySet<string> {
  const hops = [...entries.values()].flatMap((entry) => {
    const named = [...new Set(upstreamOf(entry).map(standingName))].filter(
      (name) => name !== entry.name,
    );
    return named.length === 0 || standingName(entry.name) !== entry.name
      ? []
      : [{ name: entry.name, named }];
  });
  const unknown = new Set(
    hops.filter(({ named }) => !named.every((name) => standing.has(name))).map(({ name }) => name),
  );
  const componentOf = components(hops);
  for (const component of groupBy(hops, ({ name }) => componentOf(name)).values()) {
    const known = (names: Iterable<string>) =>
      [...new Set(names)].flatMap((name) => standing.get(name) ?? []);
    const arrived = known(component.map(({ name }) => name))
      .filter(({ isDisputed }) => !isDisputed)
      .map((hop) => worthOf(hop, rates, ['paid']));
    const sent = known(component.flatMap(({ named }) => named)).map((flow) =>
      worthOf(flow, rates, ['paid', 'accrued']),
    );
    if (isMore(arrived, sent)) for (const { name } of component) unknown.add(name);
  }
  return unknown;
}

function isMore(arrived: readonly (bigint | null)[], sent: readonly (bigint | null)[]): boolean {
  const known = (values: readonly (bigint | null)[]) => values.filter((value) => value !== null);
  if ([...arrived, ...sent].includes(null)) return true;
  return sum(known(arrived)) * 100n > sum(known(sent)) * 101n;
}

/** In EUR; null: without a rate. Of contents in dispute the smallest. 0 of another status. */
function worthOf({ contents }: Entry, rates: RateBook, statuses: readonly string[]): bigint | null {
  const worth = contents.map((flow) => {
    if (!statuses.includes(flow.status)) return 0n;
    const rate = paidRate(flow, rates);
    return rate === null ? null : inEuro(flow.amount, rate);
  });
  const known = worth.filter((value) => value !== null);
  return known.length < worth.length ? null : known.reduce(least);
}

/** The component of each hop: hops that name one flow are in one. */
function components(
  hops: readonly { name: string; named: readonly string[] }[],
): (hop: string) => string {
  const parents = new Map<string, string>();
  const rootOf = (node: string) => {
    let root = node;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  for (const { name, named } of hops)
    for (const flow of named) {
      // A flow may be a hop itself. Then it is another node, of another step.
      const [hop, before] = [rootOf(`hop ${name}`), rootOf(`named ${flow}`)];
      if (hop !== before) parents.set(before, hop);
    }
  return (hop) => rootOf(`hop ${hop}`);
}
