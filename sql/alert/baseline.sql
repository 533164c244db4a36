-- Purpose: keys that gave no alert, and why. Parameter: operation (empty: all). Returns: the
-- columns of alert_baseline.
SELECT * FROM alert_baseline WHERE {operation:String} = '' OR operation = {operation:String} ORDER BY operation, first_value_date, level, key
