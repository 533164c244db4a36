-- Purpose: lists alerts, the latest first payment first.
-- Parameters: operation, status, kind, severity.
-- Returns: the columns of alert_current. An empty parameter selects all.
SELECT *
FROM alert_current
WHERE ({operation:String} = '' OR operation = {operation:String})
  AND ({status:String} = '' OR status = {status:String})
  AND ({kind:String} = '' OR kind = {kind:String})
  AND ({severity:String} = '' OR severity = {severity:String})
ORDER BY
  first_value_date DESC,
  alert_id
