-- Purpose: adds the flows that are tied to those listed: by one step to a flow's target and its
-- hops, by a second one to the hops of a target, which decide whether what takes it back counts. No
-- standing looks further. The flows are listed before (26_scope_flows.sql).
-- Parameters: scope.
INSERT INTO touched_flow_of (scope, source, flow_id, flow_hash)
SELECT DISTINCT {scope:String}, tied.1, tied.2, cityHash64(tied.1, tied.2)
FROM (
  -- What the listed flows point to.
  SELECT arrayJoin([(toString(source), ifNull(reverses, '')), (ifNull(upstream_source, toString(source)), ifNull(upstream_flow_id, ''))]) AS tied
  FROM flow_record
  {{include expressions/touched_only}}
    AND is_unlike
  UNION ALL
  -- What points to them, and what it points to beside them.
  SELECT arrayJoin([(toString(source), flow_id), (toString(source), ifNull(reverses, '')), (ifNull(upstream_source, toString(source)), ifNull(upstream_flow_id, ''))]) AS tied
  FROM flow_record
  PREWHERE reverses_hash IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String}) OR upstream_hash IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String})
  WHERE is_unlike
)
WHERE tied.2 != ''
