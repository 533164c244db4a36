-- Purpose: how many flows a round of scope_linked.sql found. Parameters: scope, depth. Returns:
-- linked.
SELECT count() AS linked FROM alert_scope WHERE scope = {scope:String} AND what = 'flow' AND depth = {depth:UInt8}
