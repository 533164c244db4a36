// The flows that stand after M-REVISION, M-DISPUTE and M-TRANSFER, by name.
import type { FlowRecord } from './evidence.ts';
import { type DatedFlow, type Flow, flowOf, isDated, nameOf } from './flow.ts';
import { flowForm, inForce } from './revision.ts';
import type { WhoIsWho } from './who.ts';

export interface Entry {
  readonly name: string;
  /** One content, or those in dispute. Transfers are none of them. */
  readonly contents: readonly [Flow, ...Flow[]];
  readonly isDisputed: boolean;
}

export type Entries = ReadonlyMap<string, Entry>;

export interface Told {
  readonly entries: Entries;
  /** M-TRANSFER: contents of which all is a transfer. */
  readonly transfers: readonly Flow[];
}

export function entriesOf(records: readonly FlowRecord[], who: WhoIsWho): Told {
  const entries = new Map<string, Entry>();
  const transfers: Flow[] = [];
  for (const { contents, isDisputed } of inForce(records, ({ flow_id: id }) => id, flowForm)) {
    const name = nameOf(contents[0].source, contents[0].flow_id);
    const flows = contents.map((content) => flowOf(content, who.networks));
    const isTransfer = (flow: Flow) => who.staysOf(flow).length === 0;
    transfers.push(...flows.filter(isTransfer));
    const [first, ...others] = flows.filter((flow) => !isTransfer(flow));
    if (first !== undefined) entries.set(name, { name, contents: [first, ...others], isDisputed });
  }
  return { entries, transfers };
}

/** The paid flows that are not in dispute. */
export function paidFlows(entries: Entries): DatedFlow[] {
  return [...entries.values()]
    .flatMap(({ contents: [flow], isDisputed }) =>
      !isDisputed && flow.status === 'paid' ? [flow] : [],
    )
    .filter(isDated);
}
