-- Purpose: what people call some files of the ledger.
-- Parameters: topics.
-- Returns: topic, input (see view input_name).
SELECT
  topic,
  input
FROM input_name
WHERE topic IN {topics:Array(String)}
