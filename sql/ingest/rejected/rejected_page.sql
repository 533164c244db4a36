-- Purpose: the next rejected records in order of topic, partition and offset, without their bytes.
-- Parameters: after_topic, after_partition, after_offset (the last one of the page before; topic ''
-- begins), topic and reason (empty: any), rows (most of them).
-- Returns: columns of rejected_record without raw, known_at_ms, is_in_custody, and is_unfinished: a
-- last line without line end. Not from view rejected_record: it would put every record that was
-- ever replayed into memory, for each page.
WITH page AS (
  SELECT kind, reason, path, topic, partition, offset, lower(hex(sha256)) AS raw_sha256, byte_count, known_at
  FROM input_record FINAL
  WHERE topic >= {after_topic:String} AND (topic, partition, offset) > ({after_topic:String}, {after_partition:UInt32}, {after_offset:UInt64})
    AND ({topic:String} = '' OR topic = {topic:String}) AND reason != '' AND ({reason:String} = '' OR reason = {reason:String})
  ORDER BY topic, partition, offset
  LIMIT {rows:UInt32}
)
SELECT r.kind AS kind, r.reason AS reason, r.path AS path, r.topic AS topic, r.partition AS partition, r.offset AS offset, r.raw_sha256 AS sha256,
  r.byte_count AS byte_count, r.known_at AS known_at, if(p.is_replayed = 1, p.first_at, NULL) AS replayed_at,
  toUnixTimestamp64Milli(r.known_at) AS known_at_ms,
  c.is_known = 1 AND r.offset <= c.reach AS is_in_custody, r.offset + 1 = c.unfinished_next AS is_unfinished
FROM page AS r
LEFT JOIN (
  SELECT topic, partition, offset, sha256, min(replayed_at) AS first_at, 1 AS is_replayed
  FROM replayed_record
  WHERE (topic, partition, offset) IN (SELECT topic, partition, offset FROM page)
  GROUP BY topic, partition, offset, sha256
) AS p ON r.topic = p.topic AND r.partition = p.partition AND r.offset = p.offset AND r.raw_sha256 = p.sha256
LEFT JOIN (
  SELECT topic, partition, max(last_offset) AS reach, maxIf(first_offset + 1, unfinished = 1) AS unfinished_next, 1 AS is_known
  FROM custody_range FINAL
  GROUP BY topic, partition
) AS c ON r.topic = c.topic AND r.partition = c.partition
ORDER BY topic, partition, offset
SETTINGS join_use_nulls = 0
