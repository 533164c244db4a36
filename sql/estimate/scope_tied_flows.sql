-- Purpose: adds the flows that are tied to those listed: by one step to a flow's target and its hops, by a second one to the hops of a target, which decide
-- whether what takes it back counts. No standing looks further. Parameter: scope; the flows are listed before (scope_flows.sql).
INSERT INTO touched_flow_of (scope, flow_hash)
SELECT DISTINCT {scope:String}, arrayJoin(all_tied)
FROM (
  SELECT {{body tied_flows}} AS all_tied
  FROM flow_record
  WHERE is_unlike AND (reverses IS NOT NULL OR upstream_flow_id IS NOT NULL)
)
WHERE all_tied[1] IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String})
  OR all_tied[2] IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String})
  OR all_tied[3] IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String})
SETTINGS async_insert = 0
