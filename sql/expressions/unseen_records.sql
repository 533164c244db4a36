-- How many records in custody lie behind the watermark of `last`, a query of the statement: an
-- expression. Words: none.
(
  SELECT sum(c.kept + c.rejected)
  FROM (SELECT toString(topic) AS topic, partition, first_offset, kept, rejected FROM custody_range FINAL WHERE unfinished = 0) AS c
  LEFT JOIN (SELECT w.1 AS seen_topic, w.2 AS seen_partition, w.3 + 1 AS seen_next FROM (SELECT arrayJoin(watermark) AS w FROM last)) AS s
    ON c.topic = s.seen_topic AND c.partition = s.seen_partition
  WHERE c.first_offset >= s.seen_next
)
