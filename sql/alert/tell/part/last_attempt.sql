-- Purpose: the last attempt to send each message.
-- Returns: a SELECT: attempted_key, outcome, attempt, answer, attempted_at, next_at.
SELECT
  message_key AS attempted_key,
  toString(outcome) AS outcome,
  attempt,
  answer,
  attempted_at,
  next_at
FROM alert_attempt
ORDER BY
  attempted_at DESC,
  attempt DESC
LIMIT 1 BY message_key
