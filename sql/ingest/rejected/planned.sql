-- Purpose: what a replay that broke off had planned, with the bytes of each record.
-- Parameters: replay_topic, first_offset.
-- Returns: replay_offset, kind, known_at_ms, topic, partition, offset, raw_base64, is_found.
WITH
  planned AS (
    SELECT
      topic, partition, offset, kind, known_at, replay_offset, rejected_sha256, raw
    FROM replay_plan FINAL
    WHERE replay_topic = {replay_topic:String}
      AND replay_offset >= {first_offset:UInt64}
  ),
  ledger_row AS (
    SELECT
      topic, partition, offset, sha256, raw,
      1 AS is_there
    FROM input_record FINAL
    WHERE (topic, partition, offset) IN (SELECT topic, partition, offset FROM planned)
  )
SELECT
  planned.replay_offset AS replay_offset,
  planned.kind AS kind,
  toUnixTimestamp64Milli(planned.known_at) AS known_at_ms,
  planned.topic AS topic,
  planned.partition AS partition,
  planned.offset AS offset,
  base64Encode(if(planned.raw = '', ledger_row.raw, planned.raw)) AS raw_base64,
  planned.raw != '' OR ledger_row.is_there = 1 AS is_found
FROM planned
LEFT JOIN ledger_row
  ON planned.topic = ledger_row.topic
    AND planned.partition = ledger_row.partition
    AND planned.offset = ledger_row.offset
    AND planned.rejected_sha256 = ledger_row.sha256
ORDER BY replay_offset
SETTINGS join_use_nulls = 0
