-- Purpose: lists the special flows of a run once. Parameters: scope, as_of.
INSERT INTO special_flow_of (scope, flow_hash, is_repeated)
SELECT {scope:String}, flow_hash, max(is_repeated) FROM special_found_at(as_of = {as_of:DateTime64(3)}) GROUP BY flow_hash
SETTINGS async_insert = 0, max_insert_threads = 4
