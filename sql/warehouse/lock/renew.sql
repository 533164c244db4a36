-- Purpose: a sign of life of the process that holds a lock.
-- Words: lock.
INSERT INTO {{lock}} (alive_at)
SELECT now64(3)
