-- Purpose: lists the operations of touched sites, under every registry row that ever named them.
-- The sites are listed before (23_scope_sites.sql).
-- Parameters: scope.
INSERT INTO estimate_scope (scope, what, name)
SELECT DISTINCT {scope:String}, 'operation', operation
FROM (
  SELECT name AS operation FROM estimate_scope WHERE scope = {scope:String} AND what = 'site'
  UNION ALL
  SELECT operation FROM site_record WHERE property IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'site')
)
