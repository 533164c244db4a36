-- Purpose: counts the flows that a round of 28_scope_linked.sql found.
-- Parameters: scope, depth.
-- Returns: linked.
SELECT count() AS linked
FROM alert_scope
WHERE scope = {scope:String} AND what = 'flow' AND depth = {depth:UInt8}
