-- Purpose: one interval for every operation.
-- Parameters: operation (empty: all), first, last (YYYY-MM).
-- Words: floors (a SELECT with the column operation).
-- Returns: a SELECT: operation, first_month, last_month (since year 0).
SELECT DISTINCT
  operation,
  {{include expressions/month_count
    month: {first:String}
  }} AS first_month,
  {{include expressions/month_count
    month: {last:String}
  }} AS last_month
FROM ({{floors}})
WHERE {operation:String} IN ('', operation)
