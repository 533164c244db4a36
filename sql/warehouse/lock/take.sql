-- Purpose: takes a lock. Creating a table that exists fails, on a server too. The table fills with
-- signs of life.
-- Words: lock, holder.
CREATE TABLE {{lock}} (
  alive_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY alive_at
COMMENT '{{holder}}'
