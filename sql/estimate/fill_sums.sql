-- Purpose: sums the flows of a run once. Parameters: scope, as_of, without; the special flows are listed before (fill_special.sql, fill_top.sql).
INSERT INTO source_sum_of (scope, operation, month, network, line, source_group, paid, kept, apportioned, offshore, shared, accrued, has_paid, has_kept)
SELECT {scope:String}, * FROM source_sum_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}, without = {without:Array(String)})
SETTINGS async_insert = 0
