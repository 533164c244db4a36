-- Purpose: messages and what became of them. Parameter: status (empty: all). Returns: the columns
-- of alert_delivery.
SELECT * FROM alert_delivery WHERE {status:String} = '' OR status = {status:String} ORDER BY planned_at, message_key
