-- Purpose: sums the flows of a run once, and names each source by its source group. Parameters: scope, as_of, without; the special flows are
-- listed before (fill_special.sql, fill_top.sql).
INSERT INTO source_sum_of (scope, operation, month, network, line, source_group, paid, kept, apportioned, offshore, shared, accrued, has_paid, has_kept)
WITH
  (SELECT (network_keys, network_groups, keys, groups) FROM source_group) AS groups,
  transform(
    concat(toString(length(network)), ' ', network, source), groups.1, groups.2,
    transform(toString(source), groups.3, groups.4, toString(source))) AS source_group
SELECT {scope:String}, operation, month, network, line, source_group, paid, kept, apportioned, offshore, shared, accrued, has_paid, has_kept
FROM source_sum_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}, without = {without:Array(String)})
SETTINGS async_insert = 0
