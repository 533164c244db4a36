-- Purpose: notes one executed statement. Parameters: migration, statement, checksum, applied_at.
INSERT INTO schema_journal (migration, statement, checksum, applied_at)
SELECT {migration:String}, {statement:UInt32}, {checksum:String}, {applied_at:DateTime64(3, 'UTC')}
SETTINGS async_insert = 0
