-- Purpose: the floors in force after a run, without what says when and by which run a row was
-- written: the bytes that a recomputation must give again.
-- Parameters: sequence.
-- Returns: the figures of each operation and month, by line too, in a fixed order.
WITH revision AS (
  SELECT *
  FROM floor_revision FINAL
  WHERE sequence <= {sequence:UInt64}
)
SELECT
  operation,
  month,
  {{include expressions/floor_figures}},
  lines
FROM (
  {{include expressions/floors_in_force
    revisions: revision
  }}
)
WHERE present = 1
ORDER BY operation, month
