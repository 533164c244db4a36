-- Purpose: how many messages a destination is owed, and how many it got planned this hour.
-- Parameters: as sql/alert/tell/part/pending.sql. Returns: singles, digests (operations with
-- retrospective alerts), planned.
SELECT countIf(retrospective = 0) AS singles, uniqExactIf(operation, retrospective = 1) AS digests,
  (SELECT count() FROM alert_message FINAL WHERE destination = {destination:String} AND toStartOfHour(planned_at) = toStartOfHour({now:DateTime64(3)})) AS planned
FROM (
  {{include alert/tell/part/pending}}
)
SETTINGS join_use_nulls = 0
