-- Purpose: lists the records in some ranges of a topic that alerts may depend on.
-- Parameters: scope, topic, partitions, first_offsets, last_offsets.
INSERT INTO alert_scope (scope, what, source, name, depth)
SELECT DISTINCT
  {scope:String},
  kind,
  source,
  record_id,
  toUInt8(0)
FROM input_record
WHERE topic = {topic:String}
  AND (partition, offset) IN ({{include expressions/offset_range}})
  AND kind IN ('flow', 'site', 'event')
  AND reason = ''
SETTINGS async_insert = 0
