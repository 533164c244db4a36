-- Purpose: the last run of each export.
-- Returns: export, started_at, outcome, error, directory.
SELECT
  export,
  started_at,
  outcome,
  error,
  directory
FROM export_run
ORDER BY started_at DESC
LIMIT 1 BY export
