-- Purpose: keeps the coordinates of the flows of ranges of a topic in the order of flows.
-- Parameters: topic, and those of sql/expressions/offset_range.sql.
INSERT INTO flow_coordinate (source, flow_id, revision, sha256, topic, partition, offset)
SELECT source, record_id, revision, sha256, topic, partition, offset
FROM input_record
WHERE topic = {topic:String} AND (partition, offset) IN ({{include expressions/offset_range}}) AND kind = 'flow' AND reason = ''
SETTINGS async_insert = 0
