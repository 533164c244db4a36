-- Purpose: the strata and lengths of the step `run` of rules/total.sql, with the members that are
-- the operation or related with it, of the step `related`.
-- Returns: a SELECT: operation, panel, unit, country, length, own_members.
SELECT
  r.operation AS operation,
  r.panel AS panel,
  r.unit AS unit,
  r.country AS country,
  r.length AS length,
  groupUniqArray(o.member) AS own_members
FROM run AS r
INNER JOIN related AS o ON r.operation = o.operation
GROUP BY operation, panel, unit, country, length
