-- M-TWIN: of one source, paid flows that are alike in all but their id are one: the first id.
CREATE OR REPLACE TABLE twin AS
WITH candidate AS (
  SELECT source, value_date, amount, currency
  FROM standing
  WHERE status = 'paid' AND value_date IS NOT NULL
  GROUP BY ALL
  HAVING count(*) > 1
),
alike AS (
  SELECT
    flow,
    first_value(flow) OVER (
      PARTITION BY source, value_date, amount, currency, network, line, account, site, site_shares,
        first_day, last_day, statement_date, basis, upstream, payee
      ORDER BY flow_id
    ) AS stands
  FROM standing
  JOIN candidate USING (source, value_date, amount, currency)
  WHERE status = 'paid'
)
SELECT flow, stands
FROM alike
WHERE flow <> stands;

-- M-TOTAL, the second step: of flows that begin on one day, those that end last count. The first
-- step, sums of a quarter next to its months, has nothing to find in these rows.
CREATE OR REPLACE TABLE balance AS
WITH paid AS (
  SELECT
    flow, source, key, account, line, currency, basis, first_day, last_day,
    coalesce(site, CAST(site_shares AS VARCHAR)) AS place
  FROM standing
  ANTI JOIN twin USING (flow)
  WHERE status = 'paid' AND NOT is_payment_dated
),
begun AS (
  SELECT source, key, account, line, currency, basis, place, first_day, max(last_day) AS latest
  FROM paid
  GROUP BY ALL
  HAVING min(last_day) < max(last_day)
)
SELECT flow
FROM paid
JOIN begun USING (source, key, account, line, currency, basis, first_day)
WHERE paid.place IS NOT DISTINCT FROM begun.place AND last_day < latest;
