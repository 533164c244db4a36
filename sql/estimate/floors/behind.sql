-- Purpose: how many records in custody the floors in force have not seen.
-- Returns: unseen_records.
WITH last AS (
  SELECT watermark
  FROM estimate_run
  ORDER BY sequence DESC
  LIMIT 1
)
SELECT {{include expressions/unseen_records}} AS unseen_records
SETTINGS join_use_nulls = 0
