-- Purpose: how the last run of each export ended. A run that somebody started by hand counts too.
-- Returns: export, outcome, error, started_at_ms.
WITH last_run AS (
  SELECT *
  FROM export_run
  ORDER BY started_at DESC, attempt DESC
  LIMIT 1 BY export
)
SELECT
  export,
  outcome,
  error,
  toUnixTimestamp64Milli(started_at) AS started_at_ms
FROM last_run
ORDER BY export
