-- The money: paid flows that stand, with the key that M-ORIGIN leaves them.
CREATE OR REPLACE TABLE money AS
SELECT
  flow, source, flow_id, account, line, basis, currency, amount, low_rate, high_rate,
  first_day, last_day, value_date, statement_date, is_payment_dated, window_first, window_last,
  if(unknown.hop IS NULL, key, '') AS key,
  superseded.flow IS NOT NULL AS is_superseded
FROM standing
ANTI JOIN twin USING (flow)
ANTI JOIN balance USING (flow)
LEFT JOIN hop_of_unknown_origin AS unknown ON unknown.hop = standing.flow
LEFT JOIN (SELECT DISTINCT flow FROM superseder) AS superseded USING (flow)
WHERE status = 'paid';

-- Parts (even_spread): what is left of a flow for each month and share, in 1e-10 EUR, cut once. At
-- first that is what was paid; nothing of what a hop superseded. Gross money has no contract in
-- these rows, so it does not count (M-GROSS).
CREATE OR REPLACE TABLE part AS
WITH held AS (
  SELECT
    flow, operation, share, amount, low_rate, first_day, last_day, is_superseded,
    month_of(first_day) AS first_month,
    month_of(last_day) AS last_month
  FROM money
  JOIN stay USING (flow)
  WHERE basis = 'net' AND low_rate IS NOT NULL
),
dated AS (
  SELECT *, first_month AS month, last_day - first_day + 1 AS days
  FROM held
  WHERE first_month = last_month
  UNION ALL
  SELECT
    *,
    least(last_day, last_day(first_day_of(month))) - greatest(first_day, first_day_of(month)) + 1
  FROM (
    SELECT *, unnest(range(first_month, last_month + 1)) AS month
    FROM held
    WHERE first_month < last_month
  )
),
valued AS (
  SELECT
    flow, operation, month, share, days,
    last_day - first_day + 1 AS period_days,
    is_superseded,
    CAST(amount AS HUGEINT) * low_rate AS value
  FROM dated
)
SELECT
  row_number() OVER () AS part,
  flow, operation, month, share, days, period_days,
  if(is_superseded, 0, value * (share * days) // (100000000000000 * period_days)) AS rest
FROM valued;
