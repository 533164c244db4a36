-- Purpose: lists every operation that has payments, alerts or floors.
-- Parameters: target.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH
  known AS (
    SELECT operation FROM alert_payment
    UNION ALL
    SELECT operation FROM alert_revision
    UNION ALL
    SELECT operation FROM floor_revision
  )
SELECT DISTINCT
  {target:String},
  'operation',
  '',
  operation,
  toUInt8(0)
FROM known
SETTINGS async_insert = 0
