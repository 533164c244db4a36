-- Purpose: parts of record tables that the engine could not read and set aside when it was started.
-- The rows in them are missing.
-- Returns: table, part.
SELECT
  table,
  name AS part
FROM system.detached_parts
WHERE database = currentDatabase()
  AND startsWith(ifNull(reason, ''), 'broken')
  AND table IN (
    'flow_record',
    'panel_record',
    'site_record',
    'observation_record',
    'event_record')
ORDER BY table, part
