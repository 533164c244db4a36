-- Purpose: lists all properties of the operations of a run, because their floors are computed whole:
-- those of their registry rows, and what lies below. The operations are listed before
-- (24_scope_operations.sql).
-- Parameters: scope.
INSERT INTO estimate_scope (scope, what, name)
WITH
  covering AS (
    SELECT name
    FROM estimate_scope
    WHERE scope = {scope:String}
      AND what = 'operation'
    UNION DISTINCT
    SELECT property
    FROM site_record
    WHERE operation IN (
      SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation')
  ),
  covered AS (
    SELECT name AS property
    FROM covering
    UNION ALL
    SELECT property
    FROM property_name
    WHERE hasAny(ancestors, (SELECT groupArray(name) FROM covering))
  )
SELECT DISTINCT
  {scope:String},
  'site',
  property
FROM covered
