-- Purpose: lists the messages that are due to a destination, the oldest first. It runs every
-- second, so it reads no bodies: to find that none is due it would read those of all messages.
-- Parameters: destination, now, most.
-- Returns: message_key, attempts.
WITH
  message AS (
    SELECT
      message_key,
      planned_at
    FROM alert_message
    WHERE destination = {destination:String}
    ORDER BY planned_at
    LIMIT 1 BY message_key
  ),
  last_attempt AS (
    {{include alert/tell/part/last_attempt}}
  )
SELECT
  message_key,
  if(outcome = 'resend', 0, attempt) AS attempts
FROM message
LEFT ANY JOIN last_attempt ON message_key = attempted_key
WHERE outcome IN ('', 'resend') OR (outcome = 'failed' AND next_at <= {now:DateTime64(3)})
ORDER BY
  planned_at,
  message_key
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
