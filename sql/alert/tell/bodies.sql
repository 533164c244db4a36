-- Purpose: reads the bodies of some messages of a destination.
-- Parameters: destination, keys. `keys` are those of the messages.
-- Returns: message_key, body.
SELECT
  message_key,
  body
FROM alert_message
WHERE destination = {destination:String} AND message_key IN {keys:Array(String)}
ORDER BY planned_at
LIMIT 1 BY message_key
