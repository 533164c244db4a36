-- Purpose: lists the operations paid on accounts that new enforcement events name. It reads two
-- columns of all payments, so it runs only when there are new events.
-- Parameters: scope, target. `scope` is the list of the slice, `target` that of the evaluation.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH
  new_event AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'event'
  ),
  named AS (
    SELECT account_key
    FROM event_record
    WHERE account_key != '' AND (source, record_id) IN new_event
  )
SELECT DISTINCT
  {target:String},
  'operation',
  '',
  operation,
  toUInt8(0)
FROM alert_payment
WHERE account IN named OR publisher_account IN named
SETTINGS async_insert = 0
