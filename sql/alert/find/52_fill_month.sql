-- Purpose: sums what was paid by month to the operations of an evaluation, a share of them at a
-- time. Planned over this list, episodes take half the time.
-- Parameters: scope, part, bucket, buckets. `scope` lists the operations; `part` is the list that
-- is filled, with share number `bucket` of `buckets`.
INSERT INTO alert_month_of (
  scope,
  operation,
  {{include alert/find/part/month_columns}}
)
WITH
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'operation'
  ),
  payment AS (
    SELECT *
    FROM alert_payment FINAL
    WHERE present = 1
      AND operation IN touched_operation
      AND cityHash64(operation) % {buckets:UInt32} = {bucket:UInt32}
  ),
  paid_month AS (
    {{include alert/find/part/paid_month
      payments: payment
    }}
  )
SELECT
  {part:String},
  operation,
  {{include alert/find/part/month_columns}}
FROM paid_month
SETTINGS async_insert = 0, compile_expressions = 0
