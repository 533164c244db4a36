-- Purpose: what a digest tells. Parameters: as sql/alert/tell/part/pending.sql; only
-- (retrospective, or empty for all); operation_sha256 (empty: all). Returns: members, digest of who
-- they are, counts by severity, kinds, operations.
SELECT count() AS members, lower(hex(SHA256(toJSONString(arraySort(groupArray((alert_id, told))))))) AS members_sha256,
  countIf(severity = 'high') AS high, countIf(severity = 'medium') AS medium, countIf(severity = 'low') AS low,
  arraySort(groupUniqArray(toString(kind))) AS kinds, uniqExact(operation) AS operations
FROM (
  {{include alert/tell/part/pending}}
)
WHERE ({only:String} = '' OR retrospective = 1) AND ({operation_sha256:String} = '' OR lower(hex(SHA256(operation))) = {operation_sha256:String})
SETTINGS join_use_nulls = 0
