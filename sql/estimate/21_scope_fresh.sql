-- Purpose: lists the records of a topic behind the last run's watermark. Parameters: scope,
-- sequence (of the last run), topic, from_offset (the lowest that can be new: it finds the
-- granules).
INSERT INTO fresh_record_of (scope, kind, source, record_id)
SELECT DISTINCT {scope:String}, i.kind, i.source, i.record_id
FROM input_record AS i
LEFT ANY JOIN (
  SELECT w.1 AS seen_topic, w.2 AS seen_partition, w.3 AS seen_offset FROM (SELECT arrayJoin(watermark) AS w FROM estimate_run FINAL WHERE sequence = {sequence:UInt64})
) AS s ON toString(i.topic) = s.seen_topic AND i.partition = s.seen_partition
WHERE i.topic = {topic:String} AND i.offset >= {from_offset:UInt64} AND i.reason = '' AND (s.seen_topic = '' OR i.offset > s.seen_offset)
