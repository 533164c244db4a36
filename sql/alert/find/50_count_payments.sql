-- Purpose: counts the payments and the operations that an evaluation looks at.
-- Parameters: target.
-- Returns: payments, operations, events. `events` counts those of the whole warehouse.
WITH
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {target:String} AND what = 'operation'
  )
SELECT
  count() AS payments,
  (SELECT uniqExact(name) FROM touched_operation) AS operations,
  (SELECT count() FROM event_record) AS events
FROM alert_payment
WHERE operation IN touched_operation
