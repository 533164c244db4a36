-- Purpose: the floors in force of one operation.
-- Parameters: operation.
-- Returns: month, status, and the figures as decimal texts; floor_eur is empty where there is none.
SELECT
  month,
  status,
  ifNull(toDecimalString(floor_eur, 4), '') AS floor_eur,
  toDecimalString(documented_eur, 4) AS documented_eur,
  toDecimalString(modelled_eur, 4) AS modelled_eur,
  toDecimalString(apportioned_eur, 4) AS apportioned_eur,
  toDecimalString(payment_dated_eur, 4) AS payment_dated_eur,
  toDecimalString(unplaced_reversal_eur, 4) AS unplaced_reversal_eur
FROM revenue_floor
WHERE operation = {operation:String}
ORDER BY month
