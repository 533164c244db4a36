-- Purpose: the records of a topic behind the watermark of a run. The lowest offset that can be new
-- finds the granules.
-- Parameters: sequence (of that run), topic, from_offset.
-- Returns: kind, source, record_id.
SELECT DISTINCT
  toString(i.kind) AS kind,
  i.source AS source,
  i.record_id AS record_id
FROM input_record AS i
LEFT ANY JOIN (
  {{include expressions/run_watermark}}
) AS s ON toString(i.topic) = s.seen_topic AND i.partition = s.seen_partition
WHERE i.topic = {topic:String}
  AND i.offset >= {from_offset:UInt64}
  AND i.reason = ''
  AND (s.seen_topic = '' OR i.offset > s.seen_offset)
SETTINGS join_use_nulls = 0
