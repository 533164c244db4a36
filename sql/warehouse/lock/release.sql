-- Purpose: give a lock back. Template: lock.
DROP TABLE IF EXISTS {{lock}}
