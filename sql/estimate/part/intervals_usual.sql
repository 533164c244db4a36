-- Purpose: each calendar year in which an operation has a floor, and the twelve months up to its
-- last one.
-- Returns: a SELECT: operation, first_month, last_month (since year 0).
WITH
  floor_month AS (
    SELECT
      operation,
      {{include expressions/month_count
        month: month
      }} AS number
    FROM (
      {{include estimate/part/floors_kept}}
    )
  )
SELECT DISTINCT
  operation,
  toInt32(intDiv(number, 12) * 12) AS first_month,
  toInt32(first_month + 11) AS last_month
FROM floor_month
UNION DISTINCT
SELECT
  operation,
  toInt32(max(number) - 11),
  max(number)
FROM floor_month
GROUP BY operation
