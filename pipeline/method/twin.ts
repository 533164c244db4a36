// M-TWIN. One source may hold one payment twice: two exports that overlap, ids that are made of row
// numbers. Of one source, paid flows with a value date that are alike in all but flow_id, revision,
// document, impressions and clicks are one flow. The first flow_id stands, and what names one of
// them names it.
import { networkKey } from '../../schemas/network-key.ts';
import type { Flow } from './flow.ts';
import { groupBy, inOrder } from './order.ts';
import { flowForm } from './revision.ts';

/** The name of the flow that stands, by the name of each of its twins. */
export type Twins = ReadonlyMap<string, string>;

/** @param paid flows that are not in dispute */
export function twinsOf(paid: readonly Flow[]): Twins {
  const candidates = groupBy(
    paid.filter(({ valueDay }) => valueDay !== null),
    ({ source, valueDay, amount, currency }) =>
      `${source}\0${String(valueDay)} ${String(amount)} ${currency}`,
  );
  const twins = new Map<string, string>();
  for (const candidate of candidates.values()) {
    if (candidate.length === 1) continue;
    for (const alike of groupBy(candidate, formButId).values()) {
      const [first, ...others] = alike.sort(inOrder(({ flowId }) => flowId));
      for (const { name } of others) twins.set(name, first.name);
    }
  }
  return twins;
}

function formButId({ record }: Flow): string {
  return flowForm({
    ...record,
    network: record.network === null ? null : networkKey(record.network),
    flow_id: '',
    revision: 1,
    document_sha256: null,
    document_place: null,
    impressions: null,
    clicks: null,
  });
}
