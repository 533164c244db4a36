// M-NETWORK. Money is grouped by the key of its network. The key of a domain is its name without
// what follows the registrable label, in lower case (schemas/network-key.ts). Records of kind
// `network`, and the shipped list, give further names of one network: they join keys, for all days
// and in chains. They also say which names are conduits, which pay for other networks.
//
// A name that is a domain, or that a record or the list names, has a key of its own. Every other
// name, no name, and conduits have one key: unknown. So a name that nobody has joined cannot make
// one payment count twice.
import { isDomainName, networkKey } from '../../schemas/network-key.ts';
import type { NetworkRecord } from './evidence.ts';
import { byBytes } from './order.ts';
import type { ListedNetworkName } from './reference.ts';
import { undisputed } from './revision.ts';

/** The key of money of which the network is not known. No network has it. */
export const UNKNOWN = '';

export interface Networks {
  /** The key that money of this network is grouped by. @param name as reported; null: unknown */
  readonly keyOf: (name: string | null) => string;
  /** One text for all names of a network, also of one whose key is unknown; empty: no name. */
  readonly nameOf: (name: string | null) => string;
}

type Statement = Pick<ListedNetworkName, 'network' | 'name' | 'is_conduit'>;

export function networksOf(
  records: readonly NetworkRecord[],
  listed: readonly ListedNetworkName[],
): Networks {
  const statements: Statement[] = [...undisputed(records), ...listed];
  const first = joinedNames(statements);
  const rootOf = (key: string) => first.get(key) ?? key;
  const conduits = new Set(
    statements
      .filter(({ is_conduit: isConduit }) => isConduit === true)
      .map(({ network }) => rootOf(networkKey(network))),
  );
  const nameOf = (name: string | null) => (name === null ? UNKNOWN : rootOf(networkKey(name)));
  return {
    nameOf,
    keyOf: (name) => {
      if (name === null) return UNKNOWN;
      const isNamed = first.has(networkKey(name)) || isDomainName(name);
      return isNamed && !conduits.has(nameOf(name)) ? nameOf(name) : UNKNOWN;
    },
  };
}

/** Each key that a statement names, with the first by bytes of those that it is joined with. */
function joinedNames(statements: readonly Statement[]): Map<string, string> {
  /** A smaller key of those that a key is joined with; none for the first of them. */
  const smaller = new Map<string, string>();
  const keys = new Set<string>();
  const firstOf = (key: string) => {
    const way: string[] = [];
    let first = key;
    for (let next = smaller.get(first); next !== undefined; next = smaller.get(first)) {
      way.push(first);
      first = next;
    }
    // Long chains are walked through once.
    for (const passed of way) smaller.set(passed, first);
    return first;
  };
  for (const { network, name } of statements) {
    const [one, other] = [networkKey(network), networkKey(name ?? network)];
    keys.add(one).add(other);
    const [first, last] = [firstOf(one), firstOf(other)].sort(byBytes);
    if (first !== undefined && last !== undefined && first !== last) smaller.set(last, first);
  }
  return new Map([...keys].map((key) => [key, firstOf(key)]));
}
