-- Purpose: what became of an alert. Parameter: alert_id (its beginning). Returns: the columns of
-- alert_history.
SELECT * FROM alert_history WHERE startsWith(alert_id, {alert_id:String}) ORDER BY alert_id, at, revision
