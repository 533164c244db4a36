-- Purpose: the next rejected records in order of topic, partition and offset, without their bytes.
-- The page begins behind the coordinates after_...: those of the last record of the page before,
-- or an empty topic. An empty topic or reason means any. Not from view rejected_record: it would
-- put every record that was ever replayed into memory, for each page.
-- Parameters: after_topic, after_partition, after_offset, topic, reason, rows.
-- Returns: the columns of rejected_record without raw, known_at_ms, is_in_custody, is_unfinished (a
-- last line without line end); at most `rows` rows.
WITH
  page AS (
    SELECT
      kind, reason, path, topic, partition, offset, byte_count, known_at,
      lower(hex(sha256)) AS raw_sha256
    FROM input_record FINAL
    WHERE topic >= {after_topic:String}
      AND (topic, partition, offset)
        > ({after_topic:String}, {after_partition:UInt32}, {after_offset:UInt64})
      AND ({topic:String} = '' OR topic = {topic:String})
      AND reason != ''
      AND ({reason:String} = '' OR reason = {reason:String})
    ORDER BY topic, partition, offset
    LIMIT {rows:UInt32}
  ),
  replayed AS (
    SELECT
      topic, partition, offset, sha256,
      min(replayed_at) AS first_at,
      1 AS is_replayed
    FROM replayed_record
    WHERE (topic, partition, offset) IN (SELECT topic, partition, offset FROM page)
    GROUP BY topic, partition, offset, sha256
  ),
  held AS (
    SELECT
      topic, partition,
      max(last_offset) AS reach,
      maxIf(first_offset + 1, unfinished = 1) AS unfinished_next,
      1 AS is_known
    FROM custody_range FINAL
    GROUP BY topic, partition
  )
SELECT
  page.kind AS kind,
  page.reason AS reason,
  page.path AS path,
  page.topic AS topic,
  page.partition AS partition,
  page.offset AS offset,
  page.raw_sha256 AS sha256,
  page.byte_count AS byte_count,
  page.known_at AS known_at,
  if(replayed.is_replayed = 1, replayed.first_at, NULL) AS replayed_at,
  toUnixTimestamp64Milli(page.known_at) AS known_at_ms,
  held.is_known = 1 AND page.offset <= held.reach AS is_in_custody,
  page.offset + 1 = held.unfinished_next AS is_unfinished
FROM page
LEFT JOIN replayed
  ON page.topic = replayed.topic
    AND page.partition = replayed.partition
    AND page.offset = replayed.offset
    AND page.raw_sha256 = replayed.sha256
LEFT JOIN held
  ON page.topic = held.topic AND page.partition = held.partition
ORDER BY topic, partition, offset
SETTINGS join_use_nulls = 0
