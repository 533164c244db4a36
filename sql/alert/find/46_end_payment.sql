-- Purpose: ends the payments that give nothing to their operation any more, by the last run.
-- Parameters: target, version. `target` lists the operations of the evaluation.
INSERT INTO alert_payment (
  operation,
  source,
  flow_id,
  version,
  present,
  {{include alert/find/part/payment_columns}}
)
WITH
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {target:String} AND what = 'operation'
  ),
  paid AS (
    {{include alert/find/part/ruled_payment
      operations: touched_operation
    }}
  )
SELECT
  operation,
  source,
  flow_id,
  {version:UInt64},
  0,
  {{include alert/find/part/payment_columns}}
FROM alert_payment FINAL
WHERE present = 1
  AND operation IN touched_operation
  AND (operation, source, flow_id) NOT IN (SELECT operation, source, flow_id FROM paid)
SETTINGS async_insert = 0
