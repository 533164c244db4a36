-- Purpose: payments and operations that an evaluation looks at. Parameter: target. Returns:
-- payments, operations, events (in the whole warehouse).
SELECT count() AS payments, (SELECT uniqExact(name) FROM alert_scope WHERE scope = {target:String} AND what = 'operation') AS operations, (SELECT count() FROM event_record) AS events
FROM alert_payment WHERE operation IN (SELECT name FROM alert_scope WHERE scope = {target:String} AND what = 'operation')
