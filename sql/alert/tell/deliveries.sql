-- Purpose: lists messages and what became of them.
-- Parameters: status.
-- Returns: the columns of alert_delivery. An empty `status` selects all.
SELECT *
FROM alert_delivery
WHERE {status:String} = '' OR status = {status:String}
ORDER BY
  planned_at,
  message_key
