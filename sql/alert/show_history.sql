-- Purpose: lists every change of the alerts whose identity begins with a text.
-- Parameters: alert_id.
-- Returns: the columns of alert_history.
SELECT *
FROM alert_history
WHERE startsWith(alert_id, {alert_id:String})
ORDER BY
  alert_id,
  at,
  revision
