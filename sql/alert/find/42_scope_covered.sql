-- Purpose: lists the operations with payments that a source covers since earlier than the last
-- evaluation knew. Parameters: target, sequence (of the evaluation that runs).
INSERT INTO alert_scope (scope, what, source, name, depth)
SELECT DISTINCT {target:String}, 'operation', '', operation, toUInt8(0)
FROM alert_payment
WHERE (source, network) IN (
  SELECT source, network FROM alert_coverage GROUP BY source, network
  HAVING countIf(sequence < {sequence:UInt64}) > 0 AND min(first_day) < minIf(first_day, sequence < {sequence:UInt64}))
SETTINGS async_insert = 0
