-- Purpose: who has a lock, and for how long nothing was heard. Parameter: lock. Returns: holder,
-- silent_seconds; no row when nobody has it.
SELECT t.comment AS holder, toUInt32(dateDiff('second', greatest(toDateTime(t.metadata_modification_time, 'UTC'), toDateTime(max(p.modification_time), 'UTC')), now('UTC'))) AS silent_seconds
FROM system.tables AS t
LEFT JOIN system.parts AS p ON p.database = t.database AND p.table = t.name
WHERE t.database = currentDatabase() AND t.name = {lock:String}
GROUP BY t.comment, t.metadata_modification_time
