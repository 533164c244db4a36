-- Purpose: the parts that count, in both sides (M-OWNER).
-- Parameters: scope.
-- Words: columns.
-- Returns: a SELECT: the columns of part_of that the word lists.
{{include estimate/part/countable
  columns: {{columns}}
}}
  AND (group_hash, first_window_month, last_window_month) NOT IN (
    SELECT
      group_hash,
      first_window_month,
      last_window_month
    FROM idle_window_of
    WHERE scope = {scope:String})
