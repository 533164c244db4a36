-- Purpose: copies the coordinates of the flows in some ranges of a topic into the order of flows.
-- Parameters: topic, partitions, first_offsets, last_offsets.
INSERT INTO flow_coordinate (source, flow_id, revision, sha256, topic, partition, offset)
SELECT
  source,
  record_id,
  revision,
  sha256,
  topic,
  partition,
  offset
FROM input_record
WHERE topic = {topic:String}
  AND (partition, offset) IN ({{include expressions/offset_range}})
  AND kind = 'flow'
  AND reason = ''
SETTINGS async_insert = 0
