-- Purpose: the rows in force of a table that a run writes for the operations that it computes: of
-- each operation those of the last complete run that computed it, since the last run that computed
-- all of them.
-- Words: rulings.
-- Returns: a SELECT: the columns of the table. The word is flow_ruling or group_ruling, with FINAL.
WITH
  noted AS (
    SELECT sequence, run_id
    FROM estimate_run
  ),
  (SELECT max(sequence) FROM estimate_run WHERE scope = 'all') AS epoch_in_force,
  last_computed AS (
    SELECT operation, sequence, run_id
    FROM computed_operation
    WHERE epoch = epoch_in_force
      AND (sequence, run_id) IN (SELECT sequence, run_id FROM noted)
    ORDER BY sequence DESC
    LIMIT 1 BY operation
  )
SELECT *
FROM {{rulings}}
WHERE epoch = epoch_in_force
  AND (operation, sequence, run_id) IN (SELECT operation, sequence, run_id FROM last_computed)
