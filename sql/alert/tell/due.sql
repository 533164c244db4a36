-- Purpose: messages of a destination that are to be sent now, the oldest first. Parameters:
-- destination, now, most. Returns: message_key, attempts. Asked every second, so it reads no bodies
-- (bodies.sql): those of all messages ever sent would be read to find that none is due.
SELECT m.message_key AS message_key, if(a.outcome = 'resend', 0, a.attempt) AS attempts
FROM (SELECT message_key, planned_at FROM alert_message WHERE destination = {destination:String} ORDER BY planned_at LIMIT 1 BY message_key) AS m
LEFT ANY JOIN (
  SELECT message_key AS last_key, toString(outcome) AS outcome, attempt, next_at FROM alert_attempt
  ORDER BY attempted_at DESC, attempt DESC LIMIT 1 BY message_key
) AS a ON m.message_key = a.last_key
WHERE a.outcome IN ('', 'resend') OR (a.outcome = 'failed' AND a.next_at <= {now:DateTime64(3)})
ORDER BY m.planned_at, m.message_key
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
