-- Purpose: finds the alerts whose identity begins with a text.
-- Parameters: alert_id.
-- Returns: alert_id, status, material_hash; at most two rows, which is enough to see that the text
-- is not unique.
SELECT
  alert_id,
  status,
  material_hash
FROM alert_state
WHERE startsWith(alert_id, {alert_id:String})
ORDER BY alert_id
LIMIT 2
