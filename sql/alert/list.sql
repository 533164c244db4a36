-- Purpose: alerts, those that began last first. Parameters: operation, status, kind, severity
-- (empty: all). Returns: the columns of alert_current.
SELECT * FROM alert_current
WHERE ({operation:String} = '' OR operation = {operation:String}) AND ({status:String} = '' OR status = {status:String})
  AND ({kind:String} = '' OR kind = {kind:String}) AND ({severity:String} = '' OR severity = {severity:String})
ORDER BY first_value_date DESC, alert_id
