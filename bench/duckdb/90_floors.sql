-- M-ORIGIN, the choice: the larger side; at equality the known one, unless it has no flow. M-LINES,
-- the last cut: documented money of each line after 4 decimals.
CREATE OR REPLACE TABLE floor AS
WITH side AS (
  SELECT operation, is_known, sum(rest) AS total
  FROM left_of_side
  GROUP BY ALL
),
-- A side whose flows are all superseded or of another group has a group and no money.
grouped AS (
  SELECT DISTINCT operation, TRUE AS has_known
  FROM part
  JOIN money USING (flow)
  WHERE key <> ''
),
chosen AS (
  SELECT
    operation,
    coalesce(known.total, 0) > coalesce(unknown.total, 0)
      OR (
        coalesce(known.total, 0) = coalesce(unknown.total, 0) AND coalesce(has_known, FALSE)
      ) AS is_known
  FROM (SELECT * FROM side WHERE is_known) AS known
  FULL JOIN (SELECT * FROM side WHERE NOT is_known) AS unknown USING (operation)
  LEFT JOIN grouped USING (operation)
)
SELECT
  operation,
  strftime(first_day_of(month), '%Y-%m') AS month,
  CAST(line AS VARCHAR) AS line,
  CAST(rest // 1000000 AS BIGINT) AS documented
FROM left_of_side
JOIN chosen USING (operation, is_known)
WHERE rest // 1000000 > 0;
