-- Purpose: observed rates of the last run that computed every operation.
-- Parameters: year (YYYY; empty: every year), without (an operation that is left out; empty: none).
-- Returns: factor, network (its key; empty: all networks together), country (of the pages; empty:
-- all countries together), period (YYYY), and of each operation, in one order: lowest and middle
-- (cut down) and highest (cut up) of its months, in millionths.
SELECT
  factor,
  network,
  country,
  period,
  groupArray(toString(lowest)) AS lowest,
  groupArray(toString(middle)) AS middle,
  groupArray(toString(highest)) AS highest
FROM (
  SELECT *
  FROM observed_rate FINAL
  WHERE epoch = (SELECT max(sequence) FROM estimate_run WHERE scope = 'all')
    AND startsWith(period, {year:String})
    AND operation != {without:String}
  ORDER BY operation
)
GROUP BY factor, network, country, period
ORDER BY factor, network, country, period
