-- Purpose: the next rejected records in order of topic, partition and offset, without their bytes. Parameters: after_topic, after_partition,
-- after_offset (the last one of the page before; topic '' begins), topic and reason (empty: any), rows (most of them).
-- Returns: columns of rejected_record without raw, known_at_ms, is_in_custody, and is_unfinished: a last line without line end.
SELECT r.kind AS kind, r.reason AS reason, r.path AS path, r.topic AS topic, r.partition AS partition, r.offset AS offset, r.sha256 AS sha256,
  r.byte_count AS byte_count, r.known_at AS known_at, r.replayed_at AS replayed_at, toUnixTimestamp64Milli(r.known_at) AS known_at_ms,
  c.is_known = 1 AND r.offset <= c.reach AS is_in_custody, r.offset + 1 = c.unfinished_next AS is_unfinished
FROM (
  SELECT kind, reason, path, topic, partition, offset, sha256, byte_count, known_at, replayed_at
  FROM rejected_record
  WHERE topic >= {after_topic:String} AND (topic, partition, offset) > ({after_topic:String}, {after_partition:UInt32}, {after_offset:UInt64})
    AND ({topic:String} = '' OR topic = {topic:String}) AND ({reason:String} = '' OR reason = {reason:String})
  ORDER BY topic, partition, offset
  LIMIT {rows:UInt32}
) AS r
LEFT JOIN (
  SELECT topic, partition, max(last_offset) AS reach, maxIf(first_offset + 1, unfinished = 1) AS unfinished_next, 1 AS is_known
  FROM custody_range FINAL
  GROUP BY topic, partition
) AS c ON r.topic = c.topic AND r.partition = c.partition
ORDER BY topic, partition, offset
SETTINGS join_use_nulls = 0
