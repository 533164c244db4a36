-- Purpose: ends the payments of the flows of a slice that give nothing to their operation any more.
-- Parameters: scope, target, version; fill_payment.sql ran before.
INSERT INTO alert_payment (operation, source, flow_id, version, present, revision, sha256, source_group, network, publisher_account, payee, account, account_country, day, amount, place)
SELECT operation, source, flow_id, {version:UInt64}, 0, revision, sha256, source_group, network, publisher_account, payee, account, account_country, day, amount, place
FROM (
  -- Few flows of a slice were there before: their last rows are chosen from those with their names,
  -- and FINAL would put all payments of their operations in order.
  SELECT * FROM alert_payment
  WHERE operation IN (SELECT name FROM alert_scope WHERE scope = {target:String} AND what = 'operation')
    AND (source, flow_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'flow' AND depth <= 2)
  ORDER BY version DESC
  LIMIT 1 BY operation, source, flow_id
)
WHERE present = 1 AND version < {version:UInt64}
SETTINGS async_insert = 0
