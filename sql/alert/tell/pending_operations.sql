-- Purpose: lists the operations of which a destination must get a digest, the gravest first.
-- Parameters: destination, now, route_kinds, route_severities, route_operations, mute_kinds,
-- mute_severities, mute_operations, most.
-- Returns: operation, operation_sha256. A name may be too long for a parameter.
WITH
  pending AS (
    {{include alert/tell/part/pending}}
  )
SELECT
  operation,
  lower(hex(SHA256(operation))) AS operation_sha256
FROM pending
WHERE retrospective = 1
GROUP BY operation
ORDER BY
  max(weight) DESC,
  operation
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
