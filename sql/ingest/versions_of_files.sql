-- Purpose: every content that was announced under some names.
-- Parameters: topics.
-- Returns: topic, byte_count, sha256.
SELECT DISTINCT
  topic,
  byte_count,
  sha256
FROM input_file
WHERE topic IN {topics:Array(String)}
