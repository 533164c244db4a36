-- Purpose: the flows that prove an alert. Parameter: alert_id (its beginning). Returns: the columns
-- of alert_flow.
SELECT * FROM alert_flow WHERE startsWith(alert_id, {alert_id:String}) ORDER BY alert_id, position
