-- Purpose: the last complete evaluation of alerts, and how many records in custody it has not seen.
-- Returns: evaluated_at_ms, unseen_records; no row when there was no evaluation.
WITH last AS (
  SELECT
    evaluated_at,
    watermark
  FROM alert_evaluation FINAL
  ORDER BY sequence DESC
  LIMIT 1
)
SELECT
  toUnixTimestamp64Milli(evaluated_at) AS evaluated_at_ms,
  {{include expressions/unseen_records}} AS unseen_records
FROM last
SETTINGS join_use_nulls = 0
