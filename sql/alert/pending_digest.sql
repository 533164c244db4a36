-- Purpose: what a digest tells. Parameters: as sql/body/alert_pending.sql; only (retrospective, or empty for all); operation (empty: all). Returns: members, digest of who
-- they are, counts by severity, kinds, operations.
SELECT count() AS members, lower(hex(SHA256(toJSONString(arraySort(groupArray((alert_id, told))))))) AS members_sha256,
  countIf(severity = 'high') AS high, countIf(severity = 'medium') AS medium, countIf(severity = 'low') AS low,
  arraySort(groupUniqArray(toString(kind))) AS kinds, uniqExact(operation) AS operations
FROM (
  {{body alert_pending}}
)
WHERE ({only:String} = '' OR retrospective = 1) AND ({operation:String} = '' OR operation = {operation:String})
SETTINGS join_use_nulls = 0
