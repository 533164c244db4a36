-- Purpose: lists the flows of the sites whose registry rows are new, and of what lies below them
-- (M-PROPERTY). It looks at all flows, so it runs only when there are such rows. Few flows have
-- ancestors or proven shares: the lengths of these lists are quickly read. PREWHERE is written out,
-- because the engine does not choose it here.
-- Parameters: scope.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH
  new_row AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'site'
  ),
  moved_site AS (
    SELECT property
    FROM site_record
    WHERE (source, record_id) IN new_row
  ),
  (SELECT groupUniqArray(property) FROM moved_site) AS moved,
  touched AS (
    SELECT source, flow_id
    FROM flow_record
    PREWHERE property IN moved_site
    UNION ALL
    SELECT source, flow_id
    FROM flow_record
    PREWHERE ancestors.size0 > 0
      AND hasAny(ancestors, moved)
    UNION ALL
    SELECT source, flow_id
    FROM flow_record
    PREWHERE share_properties.size0 > 0
      AND hasAny(arrayConcat(share_properties, arrayFlatten(share_ancestors)), moved)
  )
SELECT DISTINCT
  {scope:String},
  'flow',
  toString(source),
  flow_id,
  toUInt8(0)
FROM touched
SETTINGS async_insert = 0
