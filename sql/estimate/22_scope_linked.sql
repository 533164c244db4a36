-- Purpose: lists the flows that new flows point to, those that point to new flows, and those that
-- take back what a new flow is the next hop of. The new records are listed before
-- (21_scope_fresh.sql).
-- Parameters: scope.
INSERT INTO fresh_record_of (scope, kind, source, record_id)
SELECT DISTINCT {scope:String}, 'linked', linked_source, linked_flow_id
FROM (
  SELECT toString(source) AS linked_source, assumeNotNull(reverses) AS linked_flow_id FROM flow_record
  WHERE is_unlike AND reverses IS NOT NULL AND (source, flow_id) IN (SELECT source, record_id FROM fresh_record_of WHERE scope = {scope:String} AND kind = 'flow')
  UNION ALL
  SELECT ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id) FROM flow_record
  WHERE is_unlike AND upstream_flow_id IS NOT NULL AND (source, flow_id) IN (SELECT source, record_id FROM fresh_record_of WHERE scope = {scope:String} AND kind = 'flow')
  UNION ALL
  SELECT toString(source), flow_id FROM flow_record
  PREWHERE reverses_hash IN (
    SELECT cityHash64(source, record_id) FROM fresh_record_of WHERE scope = {scope:String} AND kind = 'flow'
    UNION ALL
    SELECT upstream_hash FROM flow_record
    WHERE is_unlike AND upstream_flow_id IS NOT NULL AND (source, flow_id) IN (SELECT source, record_id FROM fresh_record_of WHERE scope = {scope:String} AND kind = 'flow'))
  WHERE is_unlike AND reverses IS NOT NULL
)
