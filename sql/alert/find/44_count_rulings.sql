-- Purpose: counts the flows of the operations of an evaluation that the last run ruled on.
-- Parameters: target.
-- Returns: rulings.
WITH
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {target:String} AND what = 'operation'
  )
SELECT count() AS rulings
FROM flow_ruling
WHERE operation IN touched_operation
