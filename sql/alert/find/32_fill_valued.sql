-- Purpose: says of each flow of a slice what it counts as, and at which rate. Parameter: scope; the
-- contents are found before (fill_top.sql).
INSERT INTO alert_valued_of (scope, source, flow_id, network, line, amount, rate, basis, target_basis, target_network, standing, place_day, is_offshore,
  site_domain, share_domains, shares, period_start, period_end)
SELECT {scope:String}, source, flow_id, network, line, amount, rate, basis, target_basis, target_network, standing, place_day, is_offshore,
  site_domain, share_domains, shares, period_start, period_end
FROM (
  {{include rules/flow_valued
    flows: (SELECT * FROM alert_top_of WHERE scope = {scope:String} AND contents > 0)
    targets: (SELECT * FROM alert_top_of WHERE scope = {scope:String} AND contents > 0)
    hops: (SELECT ifNull(upstream_source, source) AS hop_source, assumeNotNull(upstream_flow_id) AS hop_flow_id FROM alert_top_of WHERE scope = {scope:String} AND contents = 1 AND status = 'paid' AND upstream_flow_id IS NOT NULL AND (hop_source, hop_flow_id) != (source, flow_id))
    records: (SELECT source, reverses FROM alert_top_of WHERE scope = {scope:String} AND contents > 0)
    rates: rate_table
    offshore: offshore_table
  }}
)
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
