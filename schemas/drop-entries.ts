// Entries that say nothing: one that names its own record, one that is in its list twice, and a
// line of ads.txt that is none. They are left out and said, and never cost the whole record.
import type { z } from 'zod';
import type { Adjustment } from './adjustment.ts';
import type { Flow, FlowReference } from './flow.ts';
import { valueAt } from './json-path.ts';

/** The flow without such entries; the same object when it has none. */
export function dropEntries(flow: Flow): { flow: Flow; adjustments: Adjustment[] } {
  const { reverses, upstream, settles, site_shares: shares, payee } = flow;
  const isPlain =
    reverses === null &&
    upstream.length === 0 &&
    settles.length === 0 &&
    shares === null &&
    payee !== null &&
    payee.account !== null;
  if (isPlain) return { flow, adjustments: [] };
  const adjustments: Adjustment[] = [];
  const own = `null ${flow.flow_id}`;
  const target = reverses === null ? null : ofSource(flow, reverses);
  if (target !== null && nameOf(target) === own)
    adjustments.push({ code: 'own_entry_dropped', path: '$.reverses' });
  const kept = {
    ...flow,
    site_shares:
      shares === null || shares.length === 0
        ? null
        : withoutRepeats(shares, 'site_shares', (entry) => JSON.stringify(entry), adjustments),
    reverses: target !== null && nameOf(target) === own ? null : target,
    upstream: withoutRepeats(
      upstream.map((entry) => ofSource(flow, entry)),
      'upstream',
      nameOf,
      adjustments,
      own,
    ),
    settles: withoutRepeats(settles, 'settles', (id) => `null ${id}`, adjustments, own),
    payee: payee !== null && Object.values(payee).every((value) => value === null) ? null : payee,
  };
  return { flow: kept, adjustments };
}

/** One reference has one form: the own source is null. */
function ofSource(flow: Flow, entry: FlowReference): FlowReference {
  return entry.source === flow.source ? { ...entry, source: null } : entry;
}

function nameOf({ source, flow_id: id }: FlowReference): string {
  return source === null ? `null ${id}` : `${JSON.stringify(source)} ${id}`;
}

function withoutRepeats<Entry>(
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

/**
 * A copy of a crawl without the refused entries of ads_txt, or null when none was refused.
 * @param issues what the schema found wrong
 */
export function dropAdsTxtLines(
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): { value: unknown; adjustments: Adjustment[] } | null {
  const lines = valueAt(value, ['ads_txt']);
  const refused = new Set(
    // An unknown field may be a misspelt one, and is refused as everywhere.
    issues.flatMap(({ code, path: [list, index] }) =>
      list === 'ads_txt' && typeof index === 'number' && code !== 'unrecognized_keys'
        ? [index]
        : [],
    ),
  );
  if (refused.size === 0 || !Array.isArray(lines) || typeof value !== 'object') return null;
  return {
    value: { ...value, ads_txt: lines.filter((_, index) => !refused.has(index)) },
    adjustments: [...refused].map((index) => ({
      code: 'ads_txt_line_dropped',
      path: `$.ads_txt[${String(index)}]`,
    })),
  };
}
