-- Purpose: topics with records in custody behind the watermark of a run, an unfinished range
-- included.
-- Parameters: sequence (of the run).
-- Returns: topic, from_offset (the lowest offset that can be new, of any partition), records (how
-- many there are).
SELECT c.topic AS topic, toString(min(if(s.seen_topic = '', 0, s.seen_offset + 1))) AS from_offset, sum(c.last_offset + 1 - if(s.seen_topic = '', 0, s.seen_offset + 1)) AS records
FROM (SELECT toString(topic) AS topic, partition, max(last_offset) AS last_offset FROM custody_range FINAL GROUP BY topic, partition) AS c
LEFT ANY JOIN (
  {{include expressions/run_watermark}}
) AS s ON c.topic = s.seen_topic AND c.partition = s.seen_partition
WHERE s.seen_topic = '' OR c.last_offset > s.seen_offset
GROUP BY topic
ORDER BY topic
SETTINGS join_use_nulls = 0
