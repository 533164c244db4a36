-- Purpose: take a lock: creating a table that exists fails, on a server too. Templates: lock,
-- holder. The table fills with signs of life.
CREATE TABLE {{lock}} (alive_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = MergeTree ORDER BY alive_at COMMENT '{{holder}}'
