-- Alerts that a destination has not been told of as they are now. Parameters: destination, now, and
-- the routes and mutes that concern it: for each the kinds, severities and operations that it fits,
-- separated by line feeds, empty for all. What was taken back is told only to those who were told
-- of it. Words: none.
SELECT * FROM (
  SELECT *, multiIf(severity = 'high', 3, severity = 'medium', 2, 1) AS weight,
    if(status IN ('retracted', 'superseded'), alert_id IN (
      SELECT alert_id FROM alert_message_member WHERE destination = {destination:String} AND message_key IN (SELECT message_key FROM alert_message WHERE destination = {destination:String})),
      status IN ('open', 'updated')) AS is_news,
    -- A snooze ends on its day, or when the amount is reached.
    (isNull(snoozed_until) AND isNull(snoozed_until_eur)) OR ifNull(snoozed_until <= toDate32({now:DateTime64(3)}), false) OR ifNull(amount_eur >= snoozed_until_eur, false) AS is_awake
  FROM alert_state
)
WHERE is_news AND is_awake
  AND arrayExists((kinds, severities, operations) -> (kinds = '' OR has(splitByChar('\n', kinds), kind)) AND (severities = '' OR has(splitByChar('\n', severities), severity))
    AND (operations = '' OR has(splitByChar('\n', operations), operation)), {route_kinds:Array(String)}, {route_severities:Array(String)}, {route_operations:Array(String)})
  AND NOT arrayExists((kinds, severities, operations) -> (kinds = '' OR has(splitByChar('\n', kinds), kind)) AND (severities = '' OR has(splitByChar('\n', severities), severity))
    AND (operations = '' OR has(splitByChar('\n', operations), operation)), {mute_kinds:Array(String)}, {mute_severities:Array(String)}, {mute_operations:Array(String)})
  AND (alert_id, told) NOT IN (
    SELECT alert_id, told FROM alert_message_member WHERE destination = {destination:String} AND message_key IN (SELECT message_key FROM alert_message WHERE destination = {destination:String}))
