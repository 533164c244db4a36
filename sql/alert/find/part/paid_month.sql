-- What each account got in a month through a network by one source group: an operation has few
-- accounts, and each has many payments. Word: payments (rows of alert_payment).
--   paid: 1e-10 EUR.   paid_flows: flows that paid.   to_place: offshore (1) or listed (2), the
--   highest of them.   own_opener: the first of them, as a text (opener_text.sql).
SELECT p.operation AS operation, {{include alert/find/part/month
    day: p.day
  }} AS month_number, toString(p.network) AS network, toString(p.source_group) AS source_group,
  p.publisher_account AS publisher_account, p.payee AS payee, p.account AS account, toString(p.account_country) AS account_country,
  sum(p.amount) AS paid, countIf(p.amount > 0) AS paid_flows, maxIf(p.place, p.amount > 0) AS to_place,
  minIf({{include alert/find/part/opener_text
    day: p.day
    source: p.source
    flow: p.flow_id
    network: p.network
  }}, p.amount > 0) AS own_opener
FROM {{payments}} AS p
GROUP BY operation, month_number, network, source_group, publisher_account, payee, account, account_country
