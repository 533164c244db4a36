-- Purpose: what a replay that broke off had planned, with the bytes. Parameters: replay_topic,
-- first_offset.
-- Returns: replay_offset, kind, known_at_ms, topic, partition, offset, raw_base64, is_found.
WITH planned AS (
  SELECT topic, partition, offset, kind, known_at, replay_offset, rejected_sha256, raw
  FROM replay_plan FINAL
  WHERE replay_topic = {replay_topic:String} AND replay_offset >= {first_offset:UInt64}
)
SELECT p.replay_offset AS replay_offset, p.kind AS kind, toUnixTimestamp64Milli(p.known_at) AS known_at_ms, p.topic AS topic, p.partition AS partition,
  p.offset AS offset, base64Encode(if(p.raw = '', r.raw, p.raw)) AS raw_base64, p.raw != '' OR r.is_there = 1 AS is_found
FROM planned AS p
LEFT JOIN (
  SELECT topic, partition, offset, sha256, raw, 1 AS is_there
  FROM input_record FINAL
  WHERE (topic, partition, offset) IN (SELECT topic, partition, offset FROM planned)
) AS r ON p.topic = r.topic AND p.partition = r.partition AND p.offset = r.offset AND p.rejected_sha256 = r.sha256
ORDER BY replay_offset
SETTINGS join_use_nulls = 0
