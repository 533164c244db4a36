-- Purpose: a sign of life of who has a lock. Template: lock.
INSERT INTO {{lock}} (alive_at) SELECT now64(3)
