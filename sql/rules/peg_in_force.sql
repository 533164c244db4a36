-- Purpose: the pegs in force that two names approved.
-- Returns: a SELECT: code, base, units (in 1e-10), first_day and last_day (numbers); of the months
-- that it covers whole first_month and last_month, as toRelativeMonthNum counts.
SELECT
  toString(peg.code) AS code,
  toString(currency) AS base,
  toInt64(units * 10000000000) AS units,
  toInt32(valid_from) AS first_day,
  toInt32(valid_to) AS last_day,
  toInt32(toRelativeMonthNum(addDays(valid_from, -1))) + 1 AS first_month,
  toInt32(toRelativeMonthNum(addDays(valid_to, 1))) - 1 AS last_month
FROM peg FINAL
WHERE status = 'approved'
  AND version = {{include expressions/version_in_force
      name: 'peg'
    }}
