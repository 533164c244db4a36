// Fetches the evidence of operations: all records that their closures (pipeline/method/closure.ts)
// are made of, and some more. The search goes by links, in rounds: each statement finds the flows
// that the links of one round lead to, and these give the links of the next one.
import { randomUUID } from 'node:crypto';
import { type Evidence, type FlowRecord, NO_EVIDENCE } from '../method/evidence.ts';
import { inOrder } from '../method/order.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { fetchRefused, fetchWho } from './fetch-who.ts';
import { FlowSearch } from './flow-search.ts';

/** Evidence with the digest of each flow, as the ledger has it. */
export interface FetchedEvidence {
  readonly evidence: Evidence;
  readonly digests: ReadonlyMap<FlowRecord, string>;
}

/** @param asOf UTC, in the form that ClickHouse reads */
export async function fetchEvidence(
  warehouse: Warehouse,
  operations: readonly string[],
  asOf: string,
): Promise<Evidence> {
  return (await fetchWithDigests(warehouse, operations, asOf)).evidence;
}

/** As {@link fetchEvidence}. */
export async function fetchWithDigests(
  warehouse: Warehouse,
  operations: readonly string[],
  asOf: string,
): Promise<FetchedEvidence> {
  if (operations.length === 0) return { evidence: NO_EVIDENCE, digests: new Map() };
  const scope = randomUUID();
  const search = new FlowSearch(warehouse, scope, asOf);
  try {
    const [digests, takenBack] = await Promise.all([
      search.run(operations),
      fetchRefused(warehouse, asOf),
    ]);
    const flows = [...digests.keys()].sort(
      inOrder(
        ({ source }) => source,
        ({ flow_id: id }) => id,
        ({ revision }) => revision,
        (flow) => digests.get(flow) ?? '',
      ),
    );
    const sources = new Set(flows.map(({ source }) => source));
    const refused = takenBack.filter((one) => sources.has(one.source) || search.concerns(one));
    const who = await fetchWho(warehouse, { scope, asOf, search, flows, refused });
    return { evidence: { flows, refused, ...who }, digests };
  } finally {
    await search.drop();
  }
}
