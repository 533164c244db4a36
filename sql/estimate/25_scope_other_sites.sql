-- Purpose: lists all sites of the operations of a run: their floors are computed whole. Parameter:
-- scope; the operations are listed before (scope_operations.sql).
INSERT INTO estimate_scope (scope, what, name)
SELECT DISTINCT {scope:String}, 'site', site
FROM (
  SELECT name AS site FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation'
  UNION ALL
  SELECT site_domain FROM site_record WHERE operation IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation')
)
