-- Purpose: counts the pairs of source and network whose coverage begins earlier than the last
-- evaluation knew.
-- Parameters: sequence.
-- Returns: lowered.
WITH
  lowered_pair AS (
    {{include alert/find/part/lowered_coverage}}
  )
SELECT count() AS lowered
FROM lowered_pair
