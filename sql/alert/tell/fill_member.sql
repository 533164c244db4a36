-- Purpose: notes which alerts a digest tells of, before the digest itself.
-- Parameters: message_key, destination, now, route_kinds, route_severities, route_operations,
-- mute_kinds, mute_severities, mute_operations, only, operation_sha256.
INSERT INTO alert_message_member (message_key, destination, alert_id, told)
WITH
  pending AS (
    {{include alert/tell/part/pending}}
  )
SELECT
  {message_key:String},
  {destination:String},
  alert_id,
  told
FROM pending
WHERE {{include alert/tell/part/chosen}}
SETTINGS async_insert = 0, join_use_nulls = 0
