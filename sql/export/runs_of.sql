-- Purpose: tries for one due time.
-- Parameters: export, planned_at.
-- Returns: attempts, is_done, last_ms (Unix time of the last sign of a try).
SELECT
  toUInt32(count()) AS attempts,
  toUInt8(max(outcome = 'done')) AS is_done,
  toString(toUnixTimestamp64Milli(max(coalesce(ended_at, started_at)))) AS last_ms
FROM export_run
WHERE export = {export:String}
  AND reason = 'schedule'
  AND planned_at = {planned_at:DateTime64(3, 'UTC')}
