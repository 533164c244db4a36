-- Purpose: numbers the names that sums are kept by, in the order of the names: a tie between sources goes to the first name. Parameter: scope.
-- Names that no sum of the run turns out to need do no harm. A record that comes in behind this list belongs to the next run. Sites and operations of a run over new records are
-- those of estimate_scope: what its flows give to others is not looked at.
INSERT INTO name_of (scope, what, name, number)
SELECT {scope:String}, what, name, row_number() OVER (PARTITION BY what ORDER BY name)
FROM (
  SELECT 'network' AS what, toString(network) AS name FROM (SELECT DISTINCT network FROM flow_record)
  UNION ALL
  SELECT 'line', toString(line) FROM (SELECT DISTINCT line FROM flow_record)
  UNION ALL
  SELECT DISTINCT 'source', arrayJoin([toString(source), toString(source_group)]) FROM (
    SELECT DISTINCT source, source AS source_group FROM flow_record UNION ALL SELECT source, source_group FROM disjoint_source)
  UNION ALL
  SELECT DISTINCT 'operation', operation FROM (
    SELECT DISTINCT site_domain AS operation FROM flow_record WHERE NOT startsWith({scope:String}, 'some')
    UNION ALL
    SELECT DISTINCT arrayJoin(share_domains) FROM flow_record WHERE NOT startsWith({scope:String}, 'some')
    UNION ALL
    SELECT operation FROM site_record
    UNION ALL
    SELECT name FROM estimate_scope WHERE scope = {scope:String})
)
SETTINGS async_insert = 0
