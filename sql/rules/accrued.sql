-- Purpose: accrued money of each operation and month that the engine computes: of each network key
-- the source group with the most. It is in no floor.
-- Parameters: scope.
-- Returns: a SELECT: operation, month (since year 0), eur (Int128, 1e-10 EUR).
WITH
  of_group AS (
    SELECT
      operation,
      month,
      key,
      source_group,
      sum(paid) AS eur
    FROM part_of
    WHERE scope = {scope:String}
      AND why = 'not_paid'
      AND {{include estimate/part/is_regular}}
    GROUP BY operation, month, key, source_group
  ),
  of_key AS (
    SELECT
      operation,
      month,
      max(eur) AS eur
    FROM of_group
    GROUP BY operation, month, key
  )
SELECT
  operation,
  month,
  sum(of_key.eur) AS eur
FROM of_key
GROUP BY operation, month
