-- Purpose: ends the payments of the flows of a slice that give nothing to their operation any more.
-- 34_fill_payment.sql ran before.
-- Parameters: scope, target, version. `scope` is the list of the slice, `target` that of the
-- evaluation.
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
  near_flow AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'flow' AND depth <= 2
  ),
  -- Few flows of a slice were there before: the last rows are chosen among those of these flows.
  -- FINAL would sort all payments of their operations.
  last_row AS (
    SELECT *
    FROM alert_payment
    WHERE operation IN touched_operation AND (source, flow_id) IN near_flow
    ORDER BY version DESC
    LIMIT 1 BY operation, source, flow_id
  )
SELECT
  operation,
  source,
  flow_id,
  {version:UInt64},
  0,
  {{include alert/find/part/payment_columns}}
FROM last_row
WHERE present = 1 AND version < {version:UInt64}
SETTINGS async_insert = 0
