-- Purpose: M-OWNER. A flow counts if its group owns every month of its window. Lists the windows of
-- the flows that do not count.
-- Parameters: scope.
INSERT INTO idle_window_of (scope, group_hash, first_window_month, last_window_month)
WITH
  group_window AS (
    SELECT DISTINCT
      group_hash,
      first_window_month,
      last_window_month
    FROM part_of
    WHERE scope = {scope:String}
      AND why = ''
  ),
  ranked AS (
    SELECT
      group_hash,
      owned_months
    FROM group_of
    WHERE scope = {scope:String}
  )
SELECT
  {scope:String},
  w.group_hash,
  w.first_window_month,
  w.last_window_month
FROM group_window AS w
INNER JOIN ranked AS r ON w.group_hash = r.group_hash
WHERE NOT hasAll(r.owned_months, range(w.first_window_month, w.last_window_month + 1))
