-- Purpose: lists the keys that gave no alert, and why.
-- Parameters: operation.
-- Returns: the columns of alert_baseline. An empty `operation` selects all.
SELECT *
FROM alert_baseline
WHERE {operation:String} = '' OR operation = {operation:String}
ORDER BY
  operation,
  first_value_date,
  level,
  key
