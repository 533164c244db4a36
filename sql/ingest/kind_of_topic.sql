-- Purpose: the kind that a topic was taken in as.
-- Parameters: topic, partition.
-- Returns: kind (of its first record); no row when there is no record.
SELECT kind
FROM input_record
WHERE topic = {topic:String}
  AND partition = {partition:UInt32}
ORDER BY offset
LIMIT 1
