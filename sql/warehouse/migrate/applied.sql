-- Purpose: what has been executed. Parameters: none. Returns: migration, statement, checksum.
SELECT migration, statement, checksum FROM schema_journal FINAL ORDER BY migration, statement
