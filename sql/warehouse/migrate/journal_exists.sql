-- Purpose: is this a warehouse that was migrated before? Parameters: none. Returns: present.
SELECT toUInt8(count()) AS present FROM system.tables WHERE database = currentDatabase() AND name = 'schema_journal'
