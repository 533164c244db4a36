// Gives every name of a world that must not meet another world's name a prefix, so that many worlds fit into one warehouse.
import type { OracleWorld } from '../oracle/documented.ts';

export function renamed(world: OracleWorld, prefix: string): OracleWorld {
  const named = (name: string | null) => (name === null ? null : `${prefix}${name}`);
  return {
    ...world,
    flows: world.flows.map((flow) => ({
      ...flow,
      flow_id: `${prefix}${flow.flow_id}`,
      reverses: named(flow.reverses),
      upstream_flow_id: named(flow.upstream_flow_id),
      site: named(flow.site),
      site_shares: flow.site_shares?.map((part) => ({ ...part, site: `${prefix}${part.site}` })) ?? null,
    })),
    sites: world.sites.map((row) => ({
      ...row,
      record_id: `${prefix}${row.record_id}`,
      site: `${prefix}${row.site}`,
      operation: `${prefix}${row.operation}`,
    })),
  };
}
