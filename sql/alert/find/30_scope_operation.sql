-- Purpose: lists the operations that the records of a slice can touch: under every revision, and
-- under every registry row that ever named their sites. The rows of the flows are fetched before.
-- Parameters: scope, target. `scope` is the list of the slice, `target` that of the evaluation.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH
  -- 1. The records of the slice, with the flows at most two links away from a new one.
  listed_flow AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'flow' AND depth <= 2
  ),
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

  -- 2. Their sites, and the names above them.
  touched_name AS (
    SELECT
      arrayConcat([property], ancestors, share_properties, arrayFlatten(share_ancestors)) AS names
    FROM alert_top_of
    WHERE scope = {scope:String} AND (source, flow_id) IN listed_flow
    UNION ALL
    SELECT arrayPushFront(ancestors, property)
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

  -- 3. A site, or a name above it, is an operation of its own as long as no registry row names one.
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
