-- Purpose: lists every operation that has payments, alerts or floors. Parameter: target.
INSERT INTO alert_scope (scope, what, source, name, depth)
SELECT DISTINCT {target:String}, 'operation', '', operation, toUInt8(0)
FROM (SELECT operation FROM alert_payment UNION ALL SELECT operation FROM alert_revision UNION ALL SELECT operation FROM floor_revision)
SETTINGS async_insert = 0
