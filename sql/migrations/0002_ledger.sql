-- The ledger and custody: every input record with its outcome, and which ranges of input are
-- durable.

CREATE TABLE IF NOT EXISTS input_record {{on_cluster}} (
  topic LowCardinality(String)
    COMMENT 'name in the ledger: file:SHA-256, kafka:TOPIC, stdin:TIME-ID or retry:TIME-ID',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  offset UInt64 COMMENT 'Kafka offset, or line of the file counted from 0',
  kind LowCardinality(String) COMMENT 'kind of record (schemas/record.ts)',
  source String COMMENT 'source of a valid record',
  record_id String COMMENT 'flow_id or record_id of a valid record',
  revision UInt32 COMMENT 'revision of a valid record',
  reason LowCardinality(String) COMMENT 'reason code of a rejected record, empty for a valid one',
  path String COMMENT 'JSON path of the value at fault',
  byte_count UInt64 COMMENT 'length of the record in bytes',
  known_at DateTime64(3, 'UTC') COMMENT 'Kafka timestamp, or time of ingestion',
  raw_hex String EPHEMERAL,
  raw String DEFAULT unhex(raw_hex)
    COMMENT 'bytes of a rejected or adjusted record; empty when larger than 1 MiB',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex)
    COMMENT 'digest: canonical record if valid, raw bytes if rejected',
  adjusted Array(Tuple(code String, path String))
    COMMENT 'what intake changed in a valid record (schemas/adjustment.ts): code and JSON path',
  INDEX digest_filter sha256 TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX reason_filter reason TYPE set(100) GRANULARITY 4
) ENGINE = {{engine ReplacingMergeTree(byte_count)}}
ORDER BY (topic, partition, offset)
SETTINGS min_parts_to_merge_at_once = 50,
  max_bytes_to_merge_at_max_space_in_pool = 268435456,
  fsync_after_insert = 1,
  fsync_part_directory = 1
COMMENT 'the ledger: one row for each input record';

CREATE TABLE IF NOT EXISTS custody_range {{on_cluster}} (
  topic LowCardinality(String)
    COMMENT 'name in the ledger: file:SHA-256, kafka:TOPIC, stdin:TIME-ID or retry:TIME-ID',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  first_offset UInt64 COMMENT 'first offset of the range',
  last_offset UInt64 COMMENT 'last offset of the range, included',
  kept UInt64 COMMENT 'valid records in the range',
  rejected UInt64 COMMENT 'rejected records in the range',
  unfinished UInt8
    COMMENT '1: the range is a last line without line end that could not be decoded; a later run reads it again',
  known_at DateTime64(3, 'UTC') COMMENT 'when the range was taken in',
  chain_hex String EPHEMERAL,
  chain_sha256 FixedString(32) DEFAULT unhex(chain_hex)
    COMMENT 'h(n) = SHA-256(h(n-1) || digest(n)) at last_offset; h before the first offset is 32 zero bytes',
  reach UInt64 DEFAULT (last_offset * 2) + (1 - unfinished)
    COMMENT 'the range that reaches farthest stays',
  blank UInt64
    COMMENT 'offsets in the range without a record of their own: blank lines of a file; of a batch that was rejected as a whole, all but its last'
) ENGINE = {{engine ReplacingMergeTree(reach)}}
ORDER BY (topic, partition, first_offset)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'contiguous ranges of input whose records and ledger rows are durable';

CREATE TABLE IF NOT EXISTS input_file {{on_cluster}} (
  topic String
    COMMENT 'name of the file in the ledger: file: and the SHA-256 of the content that was announced first',
  name String COMMENT 'base name of the file',
  byte_count UInt64
    COMMENT 'size of the file when it was read, as stored (compressed size for .gz)',
  sha256 String COMMENT 'SHA-256 of those bytes, hexadecimal',
  announced_at DateTime64(3, 'UTC') COMMENT 'when reading began',
  kind LowCardinality(String) COMMENT 'kind that the file was read as',
  head_sha256 String
    COMMENT 'SHA-256 of the first 256 bytes, or of all when there are fewer: finds the files that another one may continue'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (name, topic, byte_count, sha256)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'versions of input files';

CREATE TABLE IF NOT EXISTS input_file_end {{on_cluster}} (
  topic String COMMENT 'name of the file in the ledger',
  byte_count UInt64 COMMENT 'size of the file, as in input_file',
  sha256 String COMMENT 'SHA-256 of the file, as in input_file',
  line_count UInt64 COMMENT 'lines of the file, blank ones included',
  ended_at DateTime64(3, 'UTC') COMMENT 'when it had been read to its end'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (topic, byte_count, sha256)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'versions of input files that were read to their end';

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
  raw String DEFAULT unhex(raw_hex)
    COMMENT 'the raw bytes of a last line without line end, which the ledger replaces when the file grows; else empty'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (topic, partition, offset, replay_topic, replay_offset)
COMMENT 'what replays take in; see view replayed_record for what is in';
