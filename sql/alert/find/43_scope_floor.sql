-- Purpose: lists the operations whose floors changed after a run of the estimate.
-- Parameters: target, floor_sequence.
INSERT INTO alert_scope (scope, what, source, name, depth)
SELECT DISTINCT
  {target:String},
  'operation',
  '',
  operation,
  toUInt8(0)
FROM floor_revision
WHERE sequence > {floor_sequence:UInt64}
SETTINGS async_insert = 0
