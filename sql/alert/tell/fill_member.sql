-- Purpose: notes which alerts a digest tells of, before the digest itself. Parameters: as
-- pending_digest.sql, and message_key.
INSERT INTO alert_message_member (message_key, destination, alert_id, told)
SELECT {message_key:String}, {destination:String}, alert_id, told
FROM (
  {{include alert/tell/part/pending}}
)
WHERE ({only:String} = '' OR retrospective = 1) AND ({operation_sha256:String} = '' OR lower(hex(SHA256(operation))) = {operation_sha256:String})
SETTINGS async_insert = 0, join_use_nulls = 0
