-- Purpose: lists the operations that complete runs of the estimate computed after the last
-- evaluation.
-- Parameters: target, floor_sequence. `floor_sequence` is the last run that was looked at.
INSERT INTO alert_scope (scope, what, source, name, depth)
SELECT DISTINCT
  {target:String},
  'operation',
  '',
  operation,
  toUInt8(0)
FROM computed_operation
WHERE sequence > {floor_sequence:UInt64}
  AND (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
SETTINGS async_insert = 0
