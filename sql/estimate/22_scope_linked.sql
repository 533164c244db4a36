-- Purpose: lists the flows that new flows point to, those that point to new flows, and those that
-- take back what a new flow is the next hop of. The new records are listed before
-- (21_scope_fresh.sql).
-- Parameters: scope.
INSERT INTO fresh_record_of (scope, kind, source, record_id)
WITH
  fresh AS (
    SELECT source, record_id
    FROM fresh_record_of
    WHERE scope = {scope:String}
      AND kind = 'flow'
  ),
  pointing AS (
    SELECT reverses_source, reverses_flow_id, upstream, upstream_hashes
    FROM flow_record
    WHERE is_unlike
      AND (source, flow_id) IN (SELECT source, record_id FROM fresh)
  ),
  linked AS (
    SELECT reverses_source AS linked_source, reverses_flow_id AS linked_flow_id
    FROM pointing
    WHERE reverses_flow_id != ''
    UNION ALL
    SELECT before.source, before.flow_id
    FROM pointing
    ARRAY JOIN upstream AS before
    UNION ALL
    SELECT toString(source), flow_id
    FROM flow_record
    PREWHERE reverses_hash IN (
      SELECT cityHash64(source, record_id) FROM fresh
      UNION ALL
      SELECT arrayJoin(upstream_hashes) FROM pointing)
    WHERE is_unlike
      AND reverses_flow_id != ''
  )
SELECT DISTINCT
  {scope:String},
  'linked',
  linked_source,
  linked_flow_id
FROM linked
