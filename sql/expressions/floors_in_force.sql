-- Purpose: the last revision of each floor, of complete runs alone. A floor is in force when its
-- `present` is 1.
-- Words: revisions.
-- Returns: a SELECT: the columns of floor_revision. The word is that table, with FINAL, or some of
-- its rows.
SELECT *
FROM {{revisions}}
WHERE (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
ORDER BY sequence DESC
LIMIT 1 BY operation, month
