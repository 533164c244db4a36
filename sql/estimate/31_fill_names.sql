-- Purpose: numbers the names that sums are kept by, in the order of the names: a tie between
-- sources goes to the first name. Networks, lines and sources are those of constant_of
-- (30_fill_constants.sql), at the position that is their number. Names that no sum of the run turns
-- out to need do no harm. A record that comes in after this list belongs to the next run. Sites and
-- operations of a run over new records are those of estimate_scope: what its flows give to others
-- is not looked at.
-- Parameters: scope.
INSERT INTO name_of (scope, what, name, number)
SELECT {scope:String}, what, name, number
FROM (
  SELECT 'operation' AS what, name, row_number() OVER (ORDER BY name) AS number
  FROM (
    SELECT DISTINCT property AS name FROM flow_record WHERE NOT startsWith({scope:String}, 'some')
    UNION DISTINCT
    SELECT DISTINCT arrayJoin([property, ancestors[-1]]) FROM property_name WHERE NOT startsWith({scope:String}, 'some')
    UNION DISTINCT
    SELECT operation FROM site_record
    UNION DISTINCT
    SELECT name FROM estimate_scope WHERE scope = {scope:String}
  )
  UNION ALL
  SELECT kind.1, own.1, own.2
  FROM constant_of
  ARRAY JOIN [('network', networks), ('line', lines), ('source', sources)] AS kind
  ARRAY JOIN arrayZip(kind.2, arrayEnumerate(kind.2)) AS own
  WHERE scope = {scope:String}
)
