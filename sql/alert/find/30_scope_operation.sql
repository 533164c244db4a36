-- Purpose: lists the operations that the records of a slice can touch: under every revision, and
-- under every registry row that ever named their sites.
-- Parameters: scope (of the slice), target (of the evaluation); the rows of its flows are fetched
-- before (fill_row.sql).
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH
  touched_site AS (
    SELECT arrayJoin(arrayConcat([site_domain], share_domains)) AS site FROM alert_top_of
    WHERE scope = {scope:String} AND (source, flow_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'flow' AND depth <= 2)
    UNION ALL SELECT site_domain FROM site_record WHERE (source, record_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'site')
    UNION ALL SELECT site_domain FROM event_record WHERE (source, record_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'event')
  )
SELECT DISTINCT {target:String}, 'operation', '', operation, toUInt8(0)
FROM (
  SELECT site AS operation FROM touched_site
  UNION ALL SELECT operation FROM site_record WHERE site_domain IN (SELECT site FROM touched_site)
  UNION ALL SELECT ifNull(operation, '') FROM event_record WHERE (source, record_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'event')
)
WHERE operation != ''
SETTINGS async_insert = 0
