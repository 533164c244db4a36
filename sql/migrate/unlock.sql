-- Purpose: give the lock back. Parameters: none.
DROP TABLE IF EXISTS schema_lock
