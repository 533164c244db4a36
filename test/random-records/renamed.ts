// Prefixes the names and accounts of a world, so that many worlds fit into one warehouse: a
// take-back of nobody's concerns every operation that was paid through its account.
import type { RandomWorld } from './world.ts';

export function renamed({ flows, sites }: RandomWorld, prefix: string): RandomWorld {
  const named = <Named extends { readonly flow_id: string }>(one: Named): Named => ({
    ...one,
    flow_id: `${prefix}${one.flow_id}`,
  });
  return {
    flows: flows.map((flow) => ({
      ...named(flow),
      reverses: flow.reverses === null ? null : named(flow.reverses),
      upstream: flow.upstream.map(named),
      site: flow.site === null ? null : `${prefix}${flow.site}`,
      publisher_account:
        flow.publisher_account === null ? null : `${prefix}${flow.publisher_account}`,
      payee:
        flow.payee?.account == null
          ? flow.payee
          : { ...flow.payee, account: `${prefix}${flow.payee.account}` },
      site_shares:
        flow.site_shares?.map((part) => ({ ...part, site: `${prefix}${part.site}` })) ?? null,
    })),
    sites: sites.map((row) => ({
      ...row,
      record_id: `${prefix}${row.record_id}`,
      site: `${prefix}${row.site}`,
      operation: row.operation === null ? null : `${prefix}${row.operation}`,
    })),
  };
}
