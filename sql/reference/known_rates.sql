-- Purpose: the daily rates in force of some sources, on the days of a file, to compare with it.
-- Parameters: sources, first, last.
-- Returns: source, currency, day, quoted_in, per_unit.
SELECT
  source,
  currency,
  toString(day) AS day,
  quoted_in,
  toString(per_unit) AS per_unit
FROM daily_rate
WHERE version IN {{include expressions/daily_tables_in_force}}
  AND source IN {sources:Array(String)}
  AND daily_rate.day BETWEEN {first:Date32} AND {last:Date32}
