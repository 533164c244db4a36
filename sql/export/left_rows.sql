-- Purpose: copied rows that a dead process left.
-- Returns: name.
SELECT name
FROM system.tables
WHERE database = currentDatabase()
  AND match(name, '^export_rows_[0-9a-f]{32}$')
  AND metadata_modification_time < now() - INTERVAL 1 DAY
ORDER BY name
