-- Purpose: which tables of daily rates in force have a rate of a currency and day.
-- Parameters: currencies, days (YYYY-MM-DD).
-- Returns: currency, day, sources (names of tables, joined by commas).
SELECT
  toString(currency) AS currency,
  toString(daily_rate.day) AS day,
  arrayStringConcat(arraySort(groupUniqArray(toString(source))), ', ') AS sources
FROM daily_rate
WHERE version IN {{include expressions/daily_tables_in_force}}
  AND has({currencies:Array(String)}, toString(daily_rate.currency))
  AND has({days:Array(String)}, toString(daily_rate.day))
GROUP BY currency, day
