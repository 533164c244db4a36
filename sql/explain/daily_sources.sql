-- Purpose: which table of daily rates in force has the lowest rate of a currency and day; of tables
-- in EUR and in USD the one of each.
-- Parameters: currencies, days (YYYY-MM-DD).
-- Returns: currency, day, sources (names of tables, joined by commas).
WITH lowest AS (
  SELECT
    toString(daily_rate.currency) AS code,
    toString(daily_rate.day) AS published_on,
    argMin(toString(source), (per_unit, toString(source))) AS lowest_source
  FROM daily_rate
  WHERE version IN {{include expressions/daily_tables_in_force}}
    AND has({currencies:Array(String)}, code)
    AND has({days:Array(String)}, published_on)
  GROUP BY code, published_on, quoted_in
)
SELECT
  code AS currency,
  published_on AS day,
  arrayStringConcat(arraySort(groupUniqArray(lowest_source)), ', ') AS sources
FROM lowest
GROUP BY code, published_on
