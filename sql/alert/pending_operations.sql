-- Purpose: operations of which a destination is owed a digest. Parameters: as sql/body/alert_pending.sql, and most. Returns: operation.
SELECT operation
FROM (
  {{body alert_pending}}
)
WHERE retrospective = 1
GROUP BY operation
ORDER BY max(weight) DESC, operation
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
