-- Purpose: floors in force by line of revenue.
-- Parameters: operation, month.
-- Returns: the columns of revenue_floor_line.
SELECT *
FROM revenue_floor_line
WHERE operation = {operation:String}
  AND month = {month:String}
ORDER BY line
