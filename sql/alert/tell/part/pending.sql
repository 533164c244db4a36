-- Purpose: alerts that a destination has not been told of as they are now. A route must fit them,
-- and no mute (fits_any.sql). What was withdrawn goes only to the destinations that were told of
-- it.
-- Parameters: destination, now, route_kinds, route_severities, route_operations, mute_kinds,
-- mute_severities, mute_operations.
-- Returns: a SELECT: those of alert_state, and weight (the higher, the graver).
WITH
  -- A member counts only with its message, which is written after it.
  message AS (
    SELECT message_key
    FROM alert_message
    WHERE destination = {destination:String}
  ),
  told_alert AS (
    SELECT
      alert_id,
      told
    FROM alert_message_member
    WHERE destination = {destination:String} AND message_key IN message
  ),
  weighed AS (
    SELECT
      *,
      multiIf(severity = 'high', 3, severity = 'medium', 2, 1) AS weight,
      if(
        status IN ('retracted', 'superseded'),
        alert_id IN (SELECT alert_id FROM told_alert),
        status IN ('open', 'updated')) AS is_news,
      -- A snooze ends on its day, or when the amount is reached.
      (snoozed_until IS NULL AND snoozed_until_eur IS NULL)
        OR ifNull(snoozed_until <= toDate32({now:DateTime64(3)}), false)
        OR ifNull(amount_eur >= snoozed_until_eur, false) AS is_awake
    FROM alert_state
  )
SELECT *
FROM weighed
WHERE is_news
  AND is_awake
  AND {{include alert/tell/part/fits_any
    kinds: {route_kinds:Array(String)}
    severities: {route_severities:Array(String)}
    operations: {route_operations:Array(String)}
  }}
  AND NOT {{include alert/tell/part/fits_any
    kinds: {mute_kinds:Array(String)}
    severities: {mute_severities:Array(String)}
    operations: {mute_operations:Array(String)}
  }}
  AND (alert_id, told) NOT IN told_alert
