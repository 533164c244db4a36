-- Purpose: the parts that count, in both sides (M-OWNER).
-- Parameters: scope.
-- Returns: a SELECT: the columns of part_of.
{{include estimate/part/countable}}
  AND (group_hash, first_window_month, last_window_month) NOT IN (
    {{include estimate/part/idle_windows}}
  )
