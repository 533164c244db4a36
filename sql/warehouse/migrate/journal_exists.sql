-- Purpose: whether this warehouse was migrated before.
-- Returns: present.
SELECT toUInt8(count()) AS present
FROM system.tables
WHERE database = currentDatabase()
  AND name = 'schema_journal'
