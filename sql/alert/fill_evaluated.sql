-- Purpose: the payments of the operations of an evaluation, a share of them at a time; planned over this list, episodes take half the time. Parameters: scope (list of
-- operations), part (name of the list that is filled), bucket, buckets.
INSERT INTO alert_payment_of (scope, operation, source, flow_id, source_group, network, publisher_account, payee, account, account_country, day, amount, place)
SELECT {part:String}, operation, source, flow_id, source_group, network, publisher_account, payee, account, account_country, day, amount, place
FROM alert_payment FINAL
WHERE present = 1 AND operation IN (SELECT name FROM alert_scope WHERE scope = {scope:String} AND what = 'operation') AND cityHash64(operation) % {buckets:UInt32} = {bucket:UInt32}
SETTINGS async_insert = 0
