-- Purpose: the last complete estimate, and how many records in custody it has not seen.
-- Returns: run_id, finished_at_ms, unseen_records; no row when there was no run.
WITH last AS (
  SELECT
    run_id,
    finished_at,
    watermark
  FROM estimate_run
  ORDER BY sequence DESC
  LIMIT 1
)
SELECT
  run_id,
  toUnixTimestamp64Milli(finished_at) AS finished_at_ms,
  {{include expressions/unseen_records}} AS unseen_records
FROM last
SETTINGS join_use_nulls = 0
