-- Purpose: lists the operations with payments on a network that a source covers since an earlier
-- day than the last evaluation knew.
-- Parameters: target, sequence. `sequence` is that of the evaluation that runs.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH
  lowered_pair AS (
    {{include alert/find/part/lowered_coverage}}
  )
SELECT DISTINCT
  {target:String},
  'operation',
  '',
  operation,
  toUInt8(0)
FROM alert_payment
WHERE (source, network_key) IN lowered_pair
SETTINGS async_insert = 0
