-- Purpose: take the lock: creating a table that exists fails, on a server too. Template: holder.
CREATE TABLE schema_lock (holder String) ENGINE = Memory COMMENT '{{holder}}'
