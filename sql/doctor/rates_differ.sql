-- Purpose: days on which tables of daily rates have different rates of one currency. The lower
-- counts, so a wrong table can lower floors.
-- Returns: one row where there are such days: days (of all currencies together), most (the largest
-- difference in per cent), and of the days on which they differ most: examples.
WITH
  difference AS (
    SELECT
      code,
      day,
      min(rate) AS lowest,
      max(rate) AS highest,
      argMin(daily_quote.source, rate) AS lowest_source,
      argMax(daily_quote.source, rate) AS highest_source,
      highest / lowest - 1 AS share
    FROM ({{include rules/daily_quote
      codes: (SELECT groupUniqArray(toString(currency)) FROM daily_rate)
    }}) AS daily_quote
    GROUP BY code, day, base
    HAVING lowest != highest
  )
SELECT
  count() AS days,
  round(100 * max(share), 1) AS most,
  arrayStringConcat(
    arrayMap(
      one -> concat(
        one.1, ' ', toString(toDate32(one.2)), ' (',
        one.3, ' ', toString(one.4 / 10000000000), ', ',
        one.5, ' ', toString(one.6 / 10000000000), ')'),
      arraySlice(
        groupArray((code, day, lowest_source, lowest, highest_source, highest)),
        1, 3)),
    '; ') AS examples
FROM (SELECT * FROM difference ORDER BY share DESC, code, day)
HAVING days > 0
