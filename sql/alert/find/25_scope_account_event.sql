-- Purpose: lists the operations paid on accounts that new enforcement events name. Parameters:
-- scope (of the slice), target (of the evaluation). Reads two columns of all payments: run only
-- when there are new events.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH named AS (
  SELECT assumeNotNull(account) AS held FROM event_record
  WHERE account IS NOT NULL AND (source, record_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'event')
)
SELECT DISTINCT {target:String}, 'operation', '', operation, toUInt8(0)
FROM alert_payment
WHERE account IN (SELECT held FROM named) OR publisher_account IN (SELECT held FROM named)
SETTINGS async_insert = 0
