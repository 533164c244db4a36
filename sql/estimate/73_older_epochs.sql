-- Purpose: the epochs whose rulings nobody reads any more. Those before the last complete run are
-- kept for one more: a copy for analysts may be older than the run.
-- Returns: epoch.
WITH
  kept AS (
    SELECT sequence
    FROM estimate_run
    WHERE scope = 'all'
    ORDER BY sequence DESC
    LIMIT 2
  ),
  known AS (
    SELECT epoch FROM computed_operation
    UNION ALL
    SELECT epoch FROM flow_ruling
    UNION ALL
    SELECT epoch FROM group_ruling
  )
SELECT DISTINCT epoch
FROM known
WHERE epoch NOT IN kept
