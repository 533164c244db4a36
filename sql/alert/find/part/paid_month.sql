-- Purpose: what each account got in a month through a network from one source group, what counts
-- apart from what does not. An operation has few accounts, and each has many payments.
-- Words: payments. They are rows of alert_payment.
-- Returns: a SELECT: operation, and those of month_columns.sql.
SELECT
  p.operation AS operation,
  {{include alert/find/part/month
    day: p.day
  }} AS month_number,
  toString(p.network_key) AS network_key,
  toString(p.source_group) AS source_group,
  p.publisher_account AS publisher_account,
  p.payee_key AS payee_key,
  p.account AS account,
  toString(p.account_country) AS account_country,
  p.counts AS counts,
  min(p.first_month) AS first_service,
  max(p.last_month) AS last_service,
  -- In 1e-10 EUR.
  sum(p.amount) AS paid,
  -- How many flows paid, the highest place that they went to, and the first one.
  count() AS paid_flows,
  max(p.place) AS to_place,
  min({{include alert/find/part/opener_text
    day: p.day
    source: p.source
    flow: p.flow_id
    network: p.network_key
  }}) AS own_opener
FROM {{payments}} AS p
GROUP BY
  operation,
  month_number,
  network_key,
  source_group,
  publisher_account,
  payee_key,
  account,
  account_country,
  counts
