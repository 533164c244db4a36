-- Purpose: lists the enforcement events of the operations of an evaluation. It runs only when there
-- are events at all.
-- Parameters: scope.
INSERT INTO alert_event_of (scope, event_operation, date, type)
WITH
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'operation'
  )
SELECT
  {scope:String},
  event_operation,
  date,
  toString(type)
FROM operation_event
WHERE event_operation IN touched_operation
SETTINGS async_insert = 0, join_use_nulls = 0
