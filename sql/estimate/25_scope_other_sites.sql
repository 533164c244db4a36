-- Purpose: lists all sites of the operations of a run, because their floors are computed whole. The
-- operations are listed before (24_scope_operations.sql).
-- Parameters: scope.
INSERT INTO estimate_scope (scope, what, name)
SELECT DISTINCT {scope:String}, 'site', site
FROM (
  SELECT name AS site FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation'
  UNION ALL
  SELECT site_domain FROM site_record WHERE operation IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation')
)
