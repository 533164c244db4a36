-- Purpose: lists the properties that new records can touch, under every revision of them, and the
-- names above them. The records are listed before (21_scope_fresh.sql, 22_scope_linked.sql).
-- Parameters: scope.
INSERT INTO estimate_scope (scope, what, name)
WITH
  fresh AS (
    SELECT kind, source, record_id
    FROM fresh_record_of
    WHERE scope = {scope:String}
  ),
  touched AS (
    SELECT
      arrayConcat([property], ancestors, share_properties, arrayFlatten(share_ancestors)) AS names
    FROM flow_record
    WHERE (source, flow_id) IN (
      SELECT source, record_id FROM fresh WHERE kind IN ('flow', 'linked'))
    UNION ALL
    SELECT arrayPushBack(ancestors, property)
    FROM site_record
    WHERE (source, record_id) IN (SELECT source, record_id FROM fresh WHERE kind = 'site')
    UNION ALL
    SELECT arrayPushBack(ancestors, property)
    FROM panel_record
    WHERE (source, record_id) IN (SELECT source, record_id FROM fresh WHERE kind = 'panel')
    UNION ALL
    SELECT arrayPushBack(ancestors, property)
    FROM observation_record
    WHERE (source, record_id) IN (SELECT source, record_id FROM fresh WHERE kind = 'observation')
  )
SELECT DISTINCT
  {scope:String},
  'site',
  name
FROM (SELECT arrayJoin(names) AS name FROM touched)
WHERE name != ''
