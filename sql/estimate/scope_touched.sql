-- Purpose: fills estimate_scope with the sites and operations that records behind the last run's watermark can touch: under every
-- revision, and under every registry row that ever named them. Parameters: scope, sequence (of the last run).
INSERT INTO estimate_scope (scope, what, name)
WITH
  seen AS (SELECT w.1 AS seen_topic, w.2 AS seen_partition, w.3 AS seen_offset FROM (SELECT arrayJoin(watermark) AS w FROM estimate_run FINAL WHERE sequence = {sequence:UInt64})),
  fresh AS (
    SELECT i.kind AS kind, i.source AS source, i.record_id AS record_id
    FROM input_record AS i
    LEFT ANY JOIN seen AS s ON toString(i.topic) = s.seen_topic AND i.partition = s.seen_partition
    WHERE i.reason = '' AND (s.seen_topic = '' OR i.offset > s.seen_offset)
  ),
  fresh_flow AS (SELECT source, record_id FROM fresh WHERE kind = 'flow'),
  -- A flow, those that it points to, and those that point to it.
  linked_flow AS (
    SELECT source, record_id FROM fresh_flow
    UNION ALL SELECT toString(source), assumeNotNull(reverses) FROM flow_record WHERE reverses IS NOT NULL AND (toString(source), flow_id) IN (SELECT source, record_id FROM fresh_flow)
    UNION ALL SELECT ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id) FROM flow_record WHERE upstream_flow_id IS NOT NULL AND (toString(source), flow_id) IN (SELECT source, record_id FROM fresh_flow)
    UNION ALL SELECT toString(source), flow_id FROM flow_record WHERE reverses IS NOT NULL AND (toString(source), assumeNotNull(reverses)) IN (SELECT source, record_id FROM fresh_flow)
    UNION ALL SELECT toString(source), flow_id FROM flow_record WHERE reverses IS NOT NULL AND (toString(source), assumeNotNull(reverses)) IN (
      SELECT ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id) FROM flow_record WHERE upstream_flow_id IS NOT NULL AND (toString(source), flow_id) IN (SELECT source, record_id FROM fresh_flow))
  ),
  touched AS (
    SELECT site_domain AS site FROM flow_record WHERE (toString(source), flow_id) IN (SELECT source, record_id FROM linked_flow)
    UNION ALL SELECT arrayJoin(share_domains) FROM flow_record WHERE (toString(source), flow_id) IN (SELECT source, record_id FROM linked_flow)
    UNION ALL SELECT site_domain FROM site_record WHERE (toString(source), record_id) IN (SELECT source, record_id FROM fresh WHERE kind = 'site')
    UNION ALL SELECT site_domain FROM panel_record WHERE (toString(source), record_id) IN (SELECT source, record_id FROM fresh WHERE kind = 'panel')
    UNION ALL SELECT site_domain FROM observation_record WHERE (toString(source), record_id) IN (SELECT source, record_id FROM fresh WHERE kind = 'observation')
  ),
  touched_operation AS (
    SELECT site AS operation FROM touched WHERE site != ''
    UNION ALL SELECT operation FROM site_record WHERE site_domain IN (SELECT site FROM touched)
  )
SELECT DISTINCT {scope:String}, 'operation', operation FROM touched_operation
UNION ALL
SELECT DISTINCT {scope:String}, 'site', site
FROM (
  SELECT site FROM touched WHERE site != ''
  UNION ALL SELECT operation FROM touched_operation
  UNION ALL SELECT site_domain FROM site_record WHERE operation IN (SELECT operation FROM touched_operation)
)
SETTINGS async_insert = 0
