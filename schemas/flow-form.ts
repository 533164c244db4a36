// The one form of a valid flow. What a null means is filled in. An entry that says nothing, because
// it names its own record or is in its list twice, is left out and said.
import type { Adjustment } from './adjustment.ts';
import { type Flow, type FlowReference, isOwn, shareName } from './flow.ts';

/** The same object when there is nothing to change. */
export function flowForm(flow: Flow): { flow: Flow; adjustments: Adjustment[] } {
  const { reverses, upstream, settles, site_shares: shares, payee, basis } = flow;
  const isInForm =
    basis !== null &&
    reverses === null &&
    upstream.length === 0 &&
    settles.length === 0 &&
    shares === null &&
    payee !== null &&
    payee.account !== null;
  if (isInForm) return { flow, adjustments: [] };
  const adjustments: Adjustment[] = [];
  const reversesItself = reverses !== null && isOwn(flow, reverses);
  if (reversesItself) adjustments.push({ code: 'own_entry_dropped', path: '$.reverses' });
  const own = referenceName({ source: null, flow_id: flow.flow_id });
  const form = {
    ...flow,
    site_shares:
      shares === null || shares.length === 0
        ? null
        : distinct(shares, 'site_shares', shareName, adjustments),
    basis: basis ?? (flow.value_date === null ? 'gross' : 'net'),
    reverses: reverses === null || reversesItself ? null : ofSource(flow, reverses),
    upstream: distinct(
      upstream.map((entry) => ofSource(flow, entry)),
      'upstream',
      referenceName,
      adjustments,
      own,
    ),
    settles: distinct(
      settles,
      'settles',
      (id) => referenceName({ source: null, flow_id: id }),
      adjustments,
      own,
    ),
    payee: payee !== null && Object.values(payee).every((value) => value === null) ? null : payee,
  };
  return { flow: form, adjustments };
}

/** One reference has one form: the own source is null. */
function ofSource(flow: Flow, entry: FlowReference): FlowReference {
  return entry.source === flow.source ? { ...entry, source: null } : entry;
}

function referenceName({ source, flow_id: id }: FlowReference): string {
  return source === null ? `null ${id}` : `${JSON.stringify(source)} ${id}`;
}

/** The entries without those that name the own record or an earlier entry. */
function distinct<Entry>(
  entries: readonly Entry[],
  list: string,
  name: (entry: Entry) => string,
  adjustments: Adjustment[],
  own?: string,
): Entry[] {
  const seen = new Set<string>();
  return entries.filter((entry, index) => {
    const entryName = name(entry);
    const path = `$.${list}[${String(index)}]`;
    if (entryName === own) adjustments.push({ code: 'own_entry_dropped', path });
    else if (seen.has(entryName)) adjustments.push({ code: 'repeated_entry_dropped', path });
    else {
      seen.add(entryName);
      return true;
    }
    return false;
  });
}
