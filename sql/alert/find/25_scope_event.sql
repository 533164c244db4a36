-- Purpose: lists the operations that the new events of a slice concern, and those whose events new
-- registry rows can change: under every revision, and under every registry row that ever named
-- their sites.
-- Parameters: scope, target. `scope` is the list of the slice, `target` that of the evaluation.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH
  listed_site AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'site'
  ),
  listed_event AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'event'
  ),

  -- 1. Their sites, and the names above them.
  touched_name AS (
    SELECT arrayPushFront(ancestors, property) AS names
    FROM site_record
    WHERE (source, record_id) IN listed_site
    UNION ALL
    SELECT arrayPushFront(ancestors, property)
    FROM event_record
    WHERE (source, record_id) IN listed_event
  ),
  touched_site AS (
    SELECT DISTINCT arrayJoin(names) AS site
    FROM touched_name
  ),

  -- 2. A site, or a name above it, is an operation of its own as long as no registry row names one.
  touched_operation AS (
    SELECT site AS touched
    FROM touched_site
    UNION ALL
    SELECT operation
    FROM site_record
    WHERE property IN touched_site
    UNION ALL
    SELECT ifNull(operation, '')
    FROM event_record
    WHERE (source, record_id) IN listed_event
  )
SELECT DISTINCT
  {target:String},
  'operation',
  '',
  touched,
  toUInt8(0)
FROM touched_operation
WHERE touched != ''
SETTINGS async_insert = 0
