-- Purpose: the journal of schema changes: one row for each statement that was executed.
CREATE TABLE IF NOT EXISTS schema_journal {{on_cluster}} (
  migration String COMMENT 'file name; views/... for a view',
  statement UInt32 COMMENT 'position of the statement in the file, from 1',
  checksum String COMMENT 'SHA-256 of the statement before the template was filled in',
  applied_at DateTime64(3, 'UTC') COMMENT 'when it was executed'
) ENGINE = {{engine ReplacingMergeTree(applied_at)}}
ORDER BY (migration, statement)
COMMENT 'which statements of sql/migrations and sql/views were executed';
