-- Purpose: a sign of life of who has the lock. Parameters: none.
INSERT INTO schema_lock (alive_at) SELECT now64(3) SETTINGS async_insert = 0
