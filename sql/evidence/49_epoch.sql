-- Purpose: the last run that computed every operation, which made the class in force.
-- Returns: epoch (0: none), finished_at.
SELECT
  max(sequence) AS epoch,
  max(finished_at) AS finished_at
FROM estimate_run
WHERE scope = 'all'
