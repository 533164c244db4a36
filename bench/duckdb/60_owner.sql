-- M-OWNER: which flows count. Only operations and keys with two groups or more need a choice.
CREATE OR REPLACE TABLE counting AS
WITH holding AS (
  SELECT
    flow, operation, key, source, is_payment_dated, is_superseded, rest, first_day, last_day,
    month_of(window_first) AS first_month,
    month_of(window_last) AS last_month
  FROM part
  JOIN money USING (flow)
),
groups AS (
  SELECT
    operation, key, source, is_payment_dated,
    sum(rest) AS total,
    count(DISTINCT (first_day, last_day)) FILTER (month_of(first_day) < month_of(last_day))
      AS crossing
  FROM holding
  GROUP BY ALL
),
near AS (
  SELECT
    *,
    count(*) OVER of_key AS group_count,
    total * 100 >= greatest(max(total) OVER of_key, 0) * 95 AS is_near
  FROM groups
  WINDOW of_key AS (PARTITION BY operation, key)
),
ranked AS (
  SELECT
    operation, key, source, is_payment_dated,
    row_number() OVER (
      PARTITION BY operation, key
      ORDER BY
        is_near DESC,
        is_near AND is_payment_dated,
        if(is_near, crossing, 0),
        if(is_near, total, -total),
        source,
        is_payment_dated
    ) AS rank
  FROM near
  WHERE group_count > 1
),
contested AS (
  SELECT holding.*, rank
  FROM holding
  JOIN ranked USING (operation, key, source, is_payment_dated)
),
-- A few windows stand for all flows that have them.
spans AS (
  SELECT DISTINCT operation, key, rank, first_month, last_month
  FROM contested
),
span_months AS (
  SELECT *, unnest(range(first_month, last_month + 1)) AS month
  FROM spans
),
-- Each month belongs to the first group in rank that has a window in it.
owner AS (
  SELECT operation, key, month, min(rank) AS owner
  FROM span_months
  GROUP BY ALL
),
-- A flow counts if its group owns every month of its window.
owned AS (
  SELECT operation, key, rank, first_month, last_month
  FROM span_months
  JOIN owner USING (operation, key, month)
  GROUP BY ALL
  HAVING max(owner) = rank AND min(owner) = rank
)
SELECT DISTINCT flow, operation
FROM contested
JOIN owned USING (operation, key, rank, first_month, last_month)
WHERE NOT is_superseded
UNION ALL
SELECT DISTINCT flow, operation
FROM holding
ANTI JOIN ranked USING (operation, key)
WHERE NOT is_superseded;
