// Prefixes the names of a world, so that many worlds fit into one warehouse without sharing a name.
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
      site_shares:
        flow.site_shares?.map((part) => ({ ...part, site: `${prefix}${part.site}` })) ?? null,
    })),
    sites: world.sites.map((row) => ({
      ...row,
      record_id: `${prefix}${row.record_id}`,
      site: `${prefix}${row.site}`,
      operation: `${prefix}${row.operation}`,
    })),
  };
}

/**
 * The same world in another century: every date and month later by `years`, which keep the pattern
 * of leap years.
 */
export function shifted(world: OracleWorld, years: number): OracleWorld {
  const later = (date: string) => `${String(Number(date.slice(0, 4)) + years)}${date.slice(4)}`;
  const laterIfAny = (date: string | null) => (date === null ? null : later(date));
  return {
    ...world,
    flows: world.flows.map((flow) => ({
      ...flow,
      period_start: later(flow.period_start),
      period_end: later(flow.period_end),
      value_date: laterIfAny(flow.value_date),
      statement_date: laterIfAny(flow.statement_date),
    })),
    sites: world.sites.map((row) => ({
      ...row,
      valid_from: later(row.valid_from),
      valid_to: laterIfAny(row.valid_to),
    })),
    fx: world.fx.map((rate) => ({ ...rate, month: later(rate.month) })),
    daily: (world.daily ?? []).map((rate) => ({ ...rate, day: later(rate.day) })),
    fixed: (world.fixed ?? []).map((rate) => ({ ...rate, from: later(rate.from) })),
    shares: world.shares.map((share) => ({
      ...share,
      from: later(share.from),
      to: laterIfAny(share.to),
    })),
  };
}
