-- Purpose: operations of which a destination is owed a digest. Parameters: as
-- sql/alert/tell/part/pending.sql, and most. Returns: operation, operation_sha256: a name may be
-- too long for a parameter.
SELECT operation, lower(hex(SHA256(operation))) AS operation_sha256
FROM (
  {{include alert/tell/part/pending}}
)
WHERE retrospective = 1
GROUP BY operation
ORDER BY max(weight) DESC, operation
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
