// Which record of each identity is in force (docs/method.md, "Which content of a flow is in
// force"): the highest revision, whatever the order of arrival. Two contents under it: disputed.
// Contents compare as JSON of the schema's fields in the schema's order, in canonical form.

import type { OracleFlow, OracleSite } from './documented.ts';

export type Latest<R> = {
  readonly source: string;
  readonly id: string;
  readonly disputed: boolean;
  readonly contents: readonly [R, ...R[]]; // the distinct contents under the highest revision
};

type Identified = { readonly source: string; readonly revision: number };

export function identity(source: string, id: string): string {
  return JSON.stringify([source, id]);
}

export function latestFlows(flows: readonly OracleFlow[]): Map<string, Latest<OracleFlow>> {
  return latestBy(flows, (flow) => flow.flow_id, flowContent);
}

export function latestSites(sites: readonly OracleSite[]): Map<string, Latest<OracleSite>> {
  return latestBy(sites, (site) => site.record_id, siteContent);
}

function latestBy<R extends Identified>(
  records: readonly R[],
  idOf: (record: R) => string,
  contentOf: (record: R) => string,
) {
  const latest = new Map<string, Latest<R>>();
  for (const record of records) {
    const [source, id] = [record.source, idOf(record)];
    const known = latest.get(identity(source, id));
    const [seen] = known?.contents ?? [];
    if (known === undefined || seen === undefined || record.revision > seen.revision) {
      latest.set(identity(source, id), { source, id, disputed: false, contents: [record] });
    } else if (
      record.revision === seen.revision &&
      !known.contents.some((one) => contentOf(one) === contentOf(record))
    ) {
      latest.set(identity(source, id), {
        source,
        id,
        disputed: true,
        contents: [...known.contents, record],
      });
    }
  }
  return latest;
}

function flowContent(f: OracleFlow): string {
  const shares = f.site_shares?.map((entry) => [entry.site, canonicalAmount(entry.share)]) ?? [];
  const upstreamSource = f.upstream_source === f.source ? null : f.upstream_source;
  const isOwnUpstream = upstreamSource === null && f.upstream_flow_id === f.flow_id;
  const p = f.payee;
  const payee =
    p === null ? null : [p.name, p.country, p.account, p.account_type, p.bic, p.bank_country];
  return JSON.stringify([
    [f.flow_id, f.revision, f.source, f.network, f.line, f.publisher_account, f.site, shares],
    [
      f.period_start,
      f.period_end,
      f.value_date,
      f.statement_date,
      canonicalAmount(f.amount),
      f.currency,
      f.status,
      f.basis,
    ],
    [
      f.impressions,
      f.clicks,
      f.reverses === f.flow_id ? null : f.reverses,
      isOwnUpstream ? null : f.upstream_flow_id,
      f.upstream_flow_id === null || isOwnUpstream ? null : upstreamSource,
      payee,
      f.document_sha256,
    ],
  ]);
}

/** Zeros before and after the number mean nothing. */
function canonicalAmount(text: string): string {
  const [whole = '', part = ''] = text.split('.');
  const kept = part.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${kept === '' ? '' : `.${kept}`}`;
}

function siteContent(s: OracleSite): string {
  return JSON.stringify([
    s.record_id,
    s.revision,
    s.source,
    s.site,
    s.operation,
    s.operator_country,
    s.valid_from,
    s.valid_to,
  ]);
}
