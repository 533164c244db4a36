-- Purpose: parts of some tables that the engine could not read and set aside when it was started.
-- The rows in them are missing.
-- Parameters: tables.
-- Returns: table, part.
SELECT
  table,
  name AS part
FROM system.detached_parts
WHERE database = currentDatabase()
  AND startsWith(ifNull(reason, ''), 'broken')
  AND has({tables:Array(String)}, table)
ORDER BY table, part
