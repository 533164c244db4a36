-- Purpose: how many records of a replay are new to the warehouse.
-- Parameters: topic.
-- Returns: distinct_records in the replay, and among them known, those that have a copy under
-- another topic.
WITH run AS (
  SELECT {{include expressions/short_digest}} AS key
  FROM input_record
  WHERE topic = {topic:String}
    AND reason = ''
)
SELECT
  (SELECT uniqExact(key) FROM run) AS distinct_records,
  (
    SELECT uniqExact({{include expressions/short_digest}})
    FROM input_record
    WHERE topic != {topic:String}
      AND reason = ''
      AND {{include expressions/short_digest}} IN (SELECT key FROM run)
  ) AS known
