-- Purpose: how many flows of its sites a run over new records has to look at.
-- Parameters: scope.
-- Returns: touched.
SELECT count() AS touched FROM touched_flow_of WHERE scope = {scope:String}
