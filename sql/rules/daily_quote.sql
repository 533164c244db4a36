-- Purpose: the rates of the tables of daily rates in force, as they were published.
-- Words: codes.
-- Returns: a SELECT: code, day (a number), rate (in 1e-10 of its base), base (EUR or USD), source. A
-- day has one row for each table that has it. The word is an array of codes.
SELECT
  toString(currency) AS code,
  toInt32(daily_rate.day) AS day,
  toInt64(per_unit * 10000000000) AS rate,
  toString(quoted_in) AS base,
  toString(daily_rate.source) AS source
FROM daily_rate
WHERE version IN {{include expressions/daily_tables_in_force}}
  AND has({{codes}}, code)
