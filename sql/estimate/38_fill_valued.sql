-- Purpose: says of each special flow of a run what it counts as, and at which rate; without accrued
-- flows that a hop supersedes, which are in no sum. The contents are found before
-- (37_fill_top.sql).
-- Parameters: scope.
INSERT INTO special_valued_of (scope, source, network, line, amount, rate, basis, target_basis, target_network, standing, is_offshore,
  property, share_properties, shares, period_start, period_end)
SELECT {scope:String}, booked_source, network, line, amount, rate, basis, target_basis, target_network, standing, is_offshore,
  property, share_properties, shares, period_start, period_end
FROM (
  {{include rules/flow_valued
    flows: (SELECT * FROM special_top_of WHERE scope = {scope:String} AND contents > 0 AND is_plain = 0)
    targets: (SELECT * FROM special_top_of WHERE scope = {scope:String} AND contents > 0)
    hops: (SELECT hop.source AS hop_source, hop.flow_id AS hop_flow_id FROM special_top_of ARRAY JOIN upstream AS hop WHERE scope = {scope:String} AND contents = 1 AND status = 'paid' AND (hop_source, hop_flow_id) != (toString(source), flow_id))
    records: special_top_of
    rates: (SELECT * FROM constant_of WHERE scope = {scope:String})
    offshore: (SELECT * FROM constant_of WHERE scope = {scope:String})
  }}
)
WHERE bitAnd(standing = 'accrued', is_superseded) = 0
-- Read by more than one thread though it is short.
SETTINGS join_use_nulls = 0, compile_expressions = 0, merge_tree_min_rows_for_concurrent_read = 8192, merge_tree_min_bytes_for_concurrent_read = 65536
