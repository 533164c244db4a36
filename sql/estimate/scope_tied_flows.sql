-- Purpose: adds the flows that are tied to those listed: by one step to a flow's target and its hops, by a second one to the hops of a target, which decide
-- whether what takes it back counts. No standing looks further. Parameter: scope; the flows are listed before (scope_flows.sql).
INSERT INTO touched_flow_of (scope, source, flow_id, flow_hash)
SELECT DISTINCT {scope:String}, tied.1, tied.2, cityHash64(tied.1, tied.2)
FROM (
  SELECT arrayJoin(all_tied) AS tied
  FROM (
    SELECT [(toString(source), flow_id), (toString(source), ifNull(reverses, '')), (ifNull(upstream_source, toString(source)), ifNull(upstream_flow_id, ''))] AS all_tied
    FROM flow_record
    PREWHERE is_unlike
    WHERE reverses IS NOT NULL OR upstream_flow_id IS NOT NULL
  )
  WHERE arrayExists(t -> cityHash64(t.1, t.2) IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String}), all_tied)
)
WHERE tied.2 != ''
SETTINGS async_insert = 0
