-- Purpose: the windows of the flows that do not count (M-OWNER).
-- Parameters: scope.
-- Returns: a SELECT: group_hash, first_window_month, last_window_month.
SELECT
  group_hash,
  first_window_month,
  last_window_month
FROM idle_window_of
WHERE scope = {scope:String}
