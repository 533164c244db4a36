-- Purpose: the enforcement events of the operations of an evaluation. Parameter: scope. Run only
-- when there are events at all.
INSERT INTO alert_event_of (scope, event_operation, date, type)
SELECT {scope:String}, event_operation, date, toString(type) FROM operation_event
WHERE event_operation IN (SELECT name FROM alert_scope WHERE scope = {scope:String} AND what = 'operation')
SETTINGS async_insert = 0, join_use_nulls = 0
