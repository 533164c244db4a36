// Which source counts for an operation, month and network (docs/method.md, "From parts to
// documented money"): the one with the largest exact sum over its lines. Sources declared disjoint
// are one, named after the first of them by name, whether or not that one reported anything.

import type { OracleWorld } from './documented.ts';
import { type Exact, isBelow, plus, ZERO } from './exact.ts';
import type { Part } from './parts.ts';

export type Cell = {
  readonly operation: string;
  readonly month: string;
  readonly parts: readonly Part[];
  readonly otherParts: readonly Part[];
};

/** One cell for each operation, month and network; `parts` are those of the counting source. */
export function cells(parts: readonly Part[], disjoint: OracleWorld['disjoint']): Cell[] {
  const byCell = groupBy(parts, (part) =>
    JSON.stringify([part.operation, part.month, part.flow.network]),
  );
  return [...byCell.values()].map((all) => {
    const groupOf = (part: Part) => groupName(part.flow.source, part.flow.network, disjoint);
    const counting = largest(groupBy(all, groupOf));
    const [{ operation, month }] = all;
    return {
      operation,
      month,
      parts: all.filter((part) => groupOf(part) === counting),
      otherParts: all.filter((part) => groupOf(part) !== counting),
    };
  });
}

export function sumEur(parts: readonly Part[]): Exact {
  return parts.map((part) => part.eur).reduce(plus, ZERO);
}

export function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function largest(groups: ReadonlyMap<string, readonly Part[]>): string {
  let best: { name: string; sum: Exact } | null = null;
  for (const [name, parts] of groups) {
    const sum = sumEur(parts);
    const isTie = best !== null && !isBelow(best.sum, sum) && !isBelow(sum, best.sum);
    if (best === null || isBelow(best.sum, sum) || (isTie && name < best.name))
      best = { name, sum };
  }
  if (best === null) throw new RangeError('a cell without parts');
  return best.name;
}

/** Declarations for this network or for any that share a source merge, however long the chain. */
function groupName(source: string, network: string, disjoint: OracleWorld['disjoint']): string {
  const declared = disjoint.filter((one) => one.network === null || one.network === network);
  const members = new Set([source]);
  for (let size = 0; size !== members.size; ) {
    size = members.size;
    const touching = declared.filter(({ sources }) => sources.some((name) => members.has(name)));
    for (const name of touching.flatMap(({ sources }) => sources)) members.add(name);
  }
  return [...members].reduce((first, name) => (name < first ? name : first));
}
