-- Purpose: counts what a digest tells.
-- Parameters: destination, now, route_kinds, route_severities, route_operations, mute_kinds,
-- mute_severities, mute_operations, only, operation_sha256.
-- Returns: members, members_sha256, high, medium, low, kinds, operations. The digest of the members
-- tells two digests apart.
WITH
  pending AS (
    {{include alert/tell/part/pending}}
  )
SELECT
  count() AS members,
  lower(hex(SHA256(toJSONString(arraySort(groupArray((alert_id, told))))))) AS members_sha256,
  countIf(severity = 'high') AS high,
  countIf(severity = 'medium') AS medium,
  countIf(severity = 'low') AS low,
  arraySort(groupUniqArray(toString(kind))) AS kinds,
  uniqExact(operation) AS operations
FROM pending
WHERE {{include alert/tell/part/chosen}}
SETTINGS join_use_nulls = 0
