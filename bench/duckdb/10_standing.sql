-- M-REVISION: the highest revision of each flow, with what M-NETWORK, M-PERIOD, M-RATE and M-OWNER
-- say of one flow alone: key, days, rates and window.
CREATE OR REPLACE TABLE standing AS
WITH corrected AS (
  SELECT source, flow_id, max(revision) AS highest
  FROM flow_record
  WHERE revision > 1
  GROUP BY ALL
),
latest AS (
  SELECT flow_record.*
  FROM flow_record
  LEFT JOIN corrected USING (source, flow_id)
  WHERE revision = coalesce(highest, 1)
),
-- M-PERIOD: without a period, the day of payment.
dated AS (
  SELECT
    row_number() OVER () AS flow,
    latest.* EXCLUDE (period_start, period_end),
    coalesce(network.key, '') AS key,
    coalesce(period_start, value_date, statement_date) AS first_day,
    coalesce(period_end, value_date, statement_date) AS last_day,
    period_start IS NULL
      OR (period_start = period_end AND period_start IN (value_date, statement_date))
      AS is_payment_dated
  FROM latest
  LEFT JOIN network ON network.name = latest.network
),
-- M-RATE: of value date and statement date the lower for what was paid, the higher for what is
-- taken back. The euro needs no date.
rated AS (
  SELECT
    dated.*,
    if(dated.currency = 'EUR', 10000000000, least(value_rate.low, statement_rate.low)) AS low_rate,
    if(dated.currency = 'EUR', 10000000000, greatest(value_rate.high, statement_rate.high))
      AS high_rate
  FROM dated
  LEFT JOIN rate AS value_rate
    ON value_rate.currency = dated.currency AND value_rate.day = dated.value_date
  LEFT JOIN rate AS statement_rate
    ON statement_rate.currency = dated.currency AND statement_rate.day = dated.statement_date
)
SELECT
  *,
  least(first_day, value_date, statement_date) - 10 AS window_first,
  greatest(
    last_day + 10, value_date + 10, statement_date + 10,
    if(value_date IS NULL, last_day + 120, last_day)
  ) AS window_last
FROM rated;

-- Whom each flow goes to, with the share in millionths: by its site, its shares, or the account
-- that was paid.
CREATE OR REPLACE TABLE stay AS
WITH placed AS (
  SELECT flow, site AS property, 1000000 AS share
  FROM standing
  WHERE site IS NOT NULL
  UNION ALL
  SELECT flow, entry.site, CAST(CAST(entry.share AS DECIMAL(18, 6)) * 1000000 AS BIGINT)
  FROM (SELECT flow, unnest(site_shares) AS entry FROM standing WHERE site IS NULL)
)
SELECT flow, operation, share
FROM placed
JOIN site USING (property)
UNION ALL
SELECT flow, operation, 1000000
FROM standing
JOIN account ON account.account = standing.payee
WHERE site IS NULL AND site_shares IS NULL;
