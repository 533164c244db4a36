-- Purpose: what was paid by month to the operations of an evaluation, a share of them at a time;
-- planned over this list, episodes take half the time. Parameters: scope (list of operations), part
-- (name of the list that is filled), bucket, buckets.
INSERT INTO alert_month_of (scope, operation, month_number, network, source_group, publisher_account, payee, account, account_country, paid, paid_flows, to_place, own_opener)
SELECT {part:String}, operation, month_number, network, source_group, publisher_account, payee, account, account_country, paid, paid_flows, to_place, own_opener
FROM (
  {{include alert/find/part/paid_month
    payments: (SELECT * FROM alert_payment FINAL WHERE present = 1 AND operation IN (SELECT name FROM alert_scope WHERE scope = {scope:String} AND what = 'operation') AND cityHash64(operation) % {buckets:UInt32} = {bucket:UInt32})
  }}
)
SETTINGS async_insert = 0, compile_expressions = 0
