// M-HOP. Money on its way passes through several hands, and each may tell of it. A flow that was
// paid, is accrued or in dispute names the flows one step before (`upstream`); each of them is
// superseded and counts no more. What an agent holds is not the operation's. A flow that names
// itself names nothing, and of a cycle nothing counts. What takes back is never superseded.
import type { Entries, Entry } from './entry.ts';

/** The names of the flows that superseded a flow, by its name. */
export type Superseded = ReadonlyMap<string, ReadonlySet<string>>;

/** @param standingName the name of the flow that stands for a twin */
export function supersededFlows(
  entries: Entries,
  standingName: (name: string) => string,
): Superseded {
  const superseded = new Map<string, Set<string>>();
  for (const entry of entries.values()) {
    const hop = standingName(entry.name);
    for (const name of upstreamOf(entry).map(standingName)) {
      const isMoney = entries.get(name)?.contents.some(({ status }) => status !== 'reversed');
      if (isMoney !== true || name === hop) continue;
      const hops = superseded.get(name);
      if (hops === undefined) superseded.set(name, new Set([hop]));
      else hops.add(hop);
    }
  }
  return superseded;
}

/** What a flow names as its step before. In dispute it names what any of its contents names. */
export function upstreamOf({ contents, isDisputed }: Entry): string[] {
  return contents.flatMap(({ status, upstream }) =>
    status === 'reversed' && !isDisputed ? [] : upstream,
  );
}

/** All flows that superseded it, directly or through others. */
export function supersedersOf(name: string, superseded: Superseded): ReadonlySet<string> {
  const found = new Set<string>();
  const next = [...(superseded.get(name) ?? [])];
  for (let hop = next.pop(); hop !== undefined; hop = next.pop()) {
    if (found.has(hop)) continue;
    found.add(hop);
    next.push(...(superseded.get(hop) ?? []));
  }
  return found;
}
