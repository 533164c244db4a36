-- Purpose: what each account got in a month through a network from one source group. An operation
-- has few accounts, and each has many payments. A reversal of a flow that nobody reported is taken
-- off both groups of its source, because either may be the one that counts (34_fill_payment.sql).
-- Words: payments. They are rows of alert_payment.
-- Returns: a SELECT: operation, and those of month_columns.sql.
SELECT
  p.operation AS operation,
  {{include alert/find/part/month
    day: p.day
  }} AS month_number,
  toString(p.network_key) AS network_key,
  group_of_source AS source_group,
  p.publisher_account AS publisher_account,
  p.payee_key AS payee_key,
  p.account AS account,
  toString(p.account_country) AS account_country,
  -- In 1e-10 EUR, less the reversals of flows that nobody reported.
  sum(p.amount) AS paid,
  -- Reversals aside: how many flows paid, the highest place that they went to, and the first one.
  countIf(p.amount > 0) AS paid_flows,
  maxIf(p.place, p.amount > 0) AS to_place,
  minIf(
    {{include alert/find/part/opener_text
      day: p.day
      source: p.source
      flow: p.flow_id
      network: p.network_key
    }},
    p.amount > 0) AS own_opener
FROM {{payments}} AS p
ARRAY JOIN
  if(
    p.amount < 0,
    [toString(p.source_group), concat(p.source_group, '\n')],
    [toString(p.source_group)]) AS group_of_source
GROUP BY
  operation,
  month_number,
  network_key,
  source_group,
  publisher_account,
  payee_key,
  account,
  account_country
