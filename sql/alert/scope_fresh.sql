-- Purpose: lists the records of a range that alerts may depend on. Parameters: scope, topic, partition, first_offset, last_offset.
INSERT INTO alert_scope (scope, what, source, name, depth)
SELECT DISTINCT {scope:String}, kind, source, record_id, toUInt8(0)
FROM input_record
WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset >= {first_offset:UInt64} AND offset <= {last_offset:UInt64}
  AND kind IN ('flow', 'site', 'event') AND reason = ''
SETTINGS async_insert = 0
