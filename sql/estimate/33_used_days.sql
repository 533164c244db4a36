-- Purpose: the days on which flows have money in a foreign currency. Their rates are found by
-- pipeline/method/rate.ts.
-- Returns: currency, days (since 1970-01-01, ascending).
WITH
  dated AS (
    SELECT DISTINCT
      currency,
      value_date,
      statement_date
    FROM flow_record
    WHERE currency != 'EUR'
  ),
  used_day AS (
    SELECT DISTINCT
      currency,
      arrayJoin([value_date, statement_date]) AS day
    FROM dated
  )
SELECT
  currency,
  arraySort(groupArray(toInt32(assumeNotNull(day)))) AS days
FROM used_day
WHERE day IS NOT NULL
GROUP BY currency
