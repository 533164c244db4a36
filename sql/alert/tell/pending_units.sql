-- Purpose: counts the messages that a destination must get, and those planned for it in this hour.
-- Parameters: destination, now, route_kinds, route_severities, route_operations, mute_kinds,
-- mute_severities, mute_operations.
-- Returns: singles, digests (operations with retrospective alerts), planned.
WITH
  pending AS (
    {{include alert/tell/part/pending}}
  ),
  planned_message AS (
    SELECT message_key
    FROM alert_message FINAL
    WHERE destination = {destination:String}
      AND toStartOfHour(planned_at) = toStartOfHour({now:DateTime64(3)})
  )
SELECT
  countIf(retrospective = 0) AS singles,
  uniqExactIf(operation, retrospective = 1) AS digests,
  (SELECT count() FROM planned_message) AS planned
FROM pending
SETTINGS join_use_nulls = 0
