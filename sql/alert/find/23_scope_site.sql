-- Purpose: lists the flows of the sites whose registry rows are new. It reads two columns of all
-- flows, so it runs only when there are such rows.
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
  )
SELECT DISTINCT
  {scope:String},
  'flow',
  toString(source),
  flow_id,
  toUInt8(0)
FROM flow_record
WHERE property IN moved_site
  OR hasAny(share_properties, (SELECT groupArray(property) FROM moved_site))
SETTINGS async_insert = 0
