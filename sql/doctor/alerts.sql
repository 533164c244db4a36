-- Purpose: the last complete evaluation of alerts, and how many records in custody it has not seen. Parameters: none.
-- Returns: evaluated_at_ms, unseen_records; no row when there was none.
WITH last AS (SELECT evaluated_at, watermark FROM alert_evaluation FINAL ORDER BY sequence DESC LIMIT 1)
SELECT toUnixTimestamp64Milli(evaluated_at) AS evaluated_at_ms,
  (
    SELECT sum(c.kept + c.rejected)
    FROM (SELECT toString(topic) AS topic, partition, first_offset, kept, rejected FROM custody_range FINAL WHERE unfinished = 0) AS c
    LEFT JOIN (SELECT w.1 AS seen_topic, w.2 AS seen_partition, w.3 + 1 AS seen_next FROM (SELECT arrayJoin(watermark) AS w FROM last)) AS s
      ON c.topic = s.seen_topic AND c.partition = s.seen_partition
    WHERE c.first_offset >= s.seen_next
  ) AS unseen_records
FROM last
SETTINGS join_use_nulls = 0
