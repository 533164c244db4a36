-- Purpose: the floors in force of one operation by line of revenue.
-- Parameters: operation.
-- Returns: month, line, documented_eur, floor_eur, as decimal texts; no lines without money.
SELECT
  month,
  line,
  toDecimalString(documented_eur, 4) AS documented_eur,
  toDecimalString(floor_eur, 4) AS floor_eur
FROM revenue_floor_line
WHERE operation = {operation:String}
  AND (revenue_floor_line.documented_eur != 0 OR revenue_floor_line.floor_eur != 0)
ORDER BY month, line
