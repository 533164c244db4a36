// The flows that stand after M-REVISION, M-DISPUTE and M-TRANSFER, by name.
import type { FlowRecord } from './evidence.ts';
import { type Flow, flowOf, nameOf } from './flow.ts';
import { flowForm, inForce } from './revision.ts';
import type { WhoIsWho } from './who.ts';

export interface Entry {
  readonly name: string;
  /** One content, or those in dispute. Transfers are none of them. */
  readonly contents: readonly [Flow, ...Flow[]];
  readonly isDisputed: boolean;
}

export type Entries = ReadonlyMap<string, Entry>;

export function entriesOf(records: readonly FlowRecord[], who: WhoIsWho): Entries {
  const entries = new Map<string, Entry>();
  for (const { contents, isDisputed } of inForce(records, ({ flow_id: id }) => id, flowForm)) {
    const name = nameOf(contents[0].source, contents[0].flow_id);
    const flows = contents.map((content) => flowOf(content, who.networks));
    const [first, ...others] = flows.filter((flow) => who.staysOf(flow).length > 0);
    if (first !== undefined) entries.set(name, { name, contents: [first, ...others], isDisputed });
  }
  return entries;
}

/** The flows of one status that are not in dispute. */
export function undisputedFlows(entries: Entries, status: Flow['status']): Flow[] {
  return [...entries.values()].flatMap(({ contents, isDisputed }) =>
    !isDisputed && contents[0].status === status ? [contents[0]] : [],
  );
}
