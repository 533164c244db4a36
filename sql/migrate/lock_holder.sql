-- Purpose: who has the lock. Parameters: none. Returns: holder.
SELECT comment AS holder FROM system.tables WHERE database = currentDatabase() AND name = 'schema_lock'
