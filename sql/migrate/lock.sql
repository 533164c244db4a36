-- Purpose: take the lock: creating a table that exists fails, on a server too. Template: holder. The table fills with signs of life.
CREATE TABLE schema_lock (alive_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = MergeTree ORDER BY alive_at COMMENT '{{holder}}'
