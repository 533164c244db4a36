-- Purpose: counts the entries of a work list.
-- Parameters: scope.
-- Returns: what, rows.
SELECT
  what,
  count() AS rows
FROM alert_scope
WHERE scope = {scope:String}
GROUP BY what
