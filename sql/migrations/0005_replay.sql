-- Replay (docs/decisions/0007): which rejected record is taken in again, as what and where. Written
-- before the records themselves, so that a replay that broke off is finished under the same
-- coordinates.

CREATE TABLE IF NOT EXISTS replay_plan {{on_cluster}} (
  topic LowCardinality(String) COMMENT 'topic of the rejected record',
  partition UInt32 COMMENT 'partition of the rejected record',
  offset UInt64 COMMENT 'offset of the rejected record',
  kind LowCardinality(String) COMMENT 'kind that the replay reads it as',
  known_at DateTime64(3, 'UTC') COMMENT 'when the rejected record was known',
  replay_topic String COMMENT 'topic of the replay; its partition is 0',
  replay_offset UInt64 COMMENT 'offset in the replay',
  planned_at DateTime64(3, 'UTC') COMMENT 'when the replay decided to take it in',
  rejected_hex String EPHEMERAL,
  rejected_sha256 FixedString(32) DEFAULT unhex(rejected_hex) COMMENT 'SHA-256 over the raw bytes',
  raw_hex String EPHEMERAL,
  raw String DEFAULT unhex(raw_hex) COMMENT 'the raw bytes of a last line without line end, which the ledger replaces when the file grows; else empty'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (topic, partition, offset, replay_topic, replay_offset)
COMMENT 'what replays take in; see view replayed_record for what is in'
