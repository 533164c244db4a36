-- Purpose: which statements of sql/migrations and sql/views were executed.
-- Returns: migration, statement, checksum.
SELECT
  migration,
  statement,
  checksum
FROM schema_journal FINAL
ORDER BY migration, statement
