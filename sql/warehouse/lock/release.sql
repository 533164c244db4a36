-- Purpose: gives a lock back.
-- Words: lock.
DROP TABLE IF EXISTS {{lock}}
