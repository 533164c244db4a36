-- Purpose: the strata in which some month of each operation is measured.
-- Parameters: scope.
-- Returns: a SELECT: operation, panel, unit, country, length, own_members.
SELECT
  a.operation AS operation,
  a.panel AS panel,
  a.unit AS unit,
  a.country AS country,
  1 AS length,
  groupUniqArray(o.member) AS own_members
FROM (SELECT * FROM audience_of WHERE scope = {scope:String}) AS a
INNER JOIN (SELECT * FROM own_member_of WHERE scope = {scope:String}) AS o
  ON a.operation = o.operation
GROUP BY operation, panel, unit, country
