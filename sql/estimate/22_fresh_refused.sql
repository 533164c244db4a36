-- Purpose: flows of a topic that were refused behind the watermark of a run, and those that it takes
-- in again: they are refused no more. The lowest offset that can be new finds the granules.
-- Parameters: topic, from_offset.
-- Returns: raw.
WITH retried AS (
  SELECT topic, partition, offset
  FROM replay_plan
  WHERE replay_topic = {topic:String}
    AND replay_offset >= {from_offset:UInt64}
)
SELECT raw
FROM input_record
WHERE topic = {topic:String}
  AND offset >= {from_offset:UInt64}
  AND reason != ''
  AND kind = 'flow'
UNION ALL
SELECT raw
FROM input_record
WHERE (topic, partition, offset) IN (SELECT topic, partition, offset FROM retried)
  AND reason != ''
