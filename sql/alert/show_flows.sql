-- Purpose: lists the flows that prove the alerts whose identity begins with a text.
-- Parameters: alert_id.
-- Returns: the columns of alert_flow.
SELECT *
FROM alert_flow
WHERE startsWith(alert_id, {alert_id:String})
ORDER BY
  alert_id,
  position
