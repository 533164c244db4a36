-- Purpose: floors in force. An empty operation or month means all.
-- Parameters: operation, month.
-- Returns: the columns of revenue_floor.
SELECT *
FROM revenue_floor
WHERE ({operation:String} = '' OR operation = {operation:String})
  AND ({month:String} = '' OR month = {month:String})
ORDER BY operation, month
