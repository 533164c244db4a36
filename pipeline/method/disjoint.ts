// Sources that are declared to report different payments on a network are one group. A source in
// two declarations of one key is in none of them. A group has the name of its first source. A
// declaration of a network whose key is unknown says nothing of other money of the key unknown.
import { type Networks, UNKNOWN } from './network.ts';
import { byBytes } from './order.ts';
import type { DisjointSources } from './reference.ts';

/** The group of a source on a key. */
export type GroupOf = (source: string, key: string) => string;

export function sourceGroups(declared: readonly DisjointSources[], networks: Networks): GroupOf {
  const declarations = declared
    .map(({ network, sources }) => ({
      key: network === null ? null : networks.keyOf(network),
      sources,
    }))
    .filter(({ key }) => key !== UNKNOWN);
  return (source, key) => {
    const ofKey = declarations.filter((one) => one.key === null || one.key === key);
    const isOnce = (name: string) =>
      ofKey.filter(({ sources }) => sources.includes(name)).length === 1;
    const own = ofKey.find(({ sources }) => sources.includes(source));
    return own !== undefined && isOnce(source)
      ? firstOf(own.sources.filter(isOnce), source)
      : source;
  };
}

function firstOf(names: readonly string[], one: string): string {
  return names.reduce((first, name) => (byBytes(name, first) < 0 ? name : first), one);
}
