-- Purpose: keeps the coordinates of the flows of a range in the order of flows. Parameters: topic, partition, first_offset, last_offset.
INSERT INTO flow_coordinate (source, flow_id, revision, sha256, topic, partition, offset)
SELECT source, record_id, revision, sha256, topic, partition, offset
FROM input_record
WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset >= {first_offset:UInt64} AND offset <= {last_offset:UInt64} AND kind = 'flow' AND reason = ''
SETTINGS async_insert = 0
