-- Purpose: who holds a lock, and for how long nothing was heard of that process.
-- Parameters: lock.
-- Returns: holder, silent_seconds; no row when nobody holds it.
WITH lock_table AS (
  SELECT
    t.comment AS holder,
    greatest(
      toDateTime(t.metadata_modification_time, 'UTC'),
      toDateTime(max(p.modification_time), 'UTC')) AS last_heard_at
  FROM system.tables AS t
  LEFT JOIN system.parts AS p
    ON p.database = t.database AND p.table = t.name
  WHERE t.database = currentDatabase()
    AND t.name = {lock:String}
  GROUP BY t.comment, t.metadata_modification_time
)
SELECT
  holder,
  toUInt32(dateDiff('second', last_heard_at, now('UTC'))) AS silent_seconds
FROM lock_table
