-- Purpose: what investigators see of the intake.

CREATE OR REPLACE VIEW input_name (
  topic String COMMENT 'name of a file in the ledger',
  input String
    COMMENT 'for people: what the file was called when it was largest, and the beginning of its
      name in the ledger'
) AS
SELECT
  topic,
  concat(
    -- Of two files of the same size the first name.
    argMin(name, (-toInt64(byte_count), name)),
    ' (',
    substring(topic, 1, 17),
    ')') AS input
FROM input_file
GROUP BY topic
COMMENT 'files of the ledger by what people call them; every other input is called by its name in
  the ledger';

CREATE OR REPLACE VIEW record_outcome (
  kind LowCardinality(String) COMMENT 'panel, flow, site, account, network, observation or event',
  source String COMMENT 'who reported; empty for a rejected record',
  id String COMMENT 'flow_id or record_id; empty for a rejected record',
  revision UInt32 COMMENT 'revision of the record; 0 for a rejected one',
  topic LowCardinality(String)
    COMMENT 'name of the input in the ledger: file:SHA-256, kafka:TOPIC, stdin:TIME-ID or
      retry:TIME-ID; view input_name has one for people',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  offset UInt64 COMMENT 'Kafka offset, or line of the file counted from 0',
  outcome LowCardinality(String)
    COMMENT 'accepted (the copy at the lowest topic, partition and offset), repeated, or rejected',
  reason LowCardinality(String) COMMENT 'reason code of a rejected record, else empty',
  adjusted Array(Tuple(code String, path String))
    COMMENT 'what intake changed in a valid record: code (docs/records.md) and JSON path',
  sha256 String
    COMMENT 'digest: of the canonical record if valid, of the raw bytes if rejected; hexadecimal',
  known_at DateTime64(3, 'UTC') COMMENT 'Kafka timestamp, or time of ingestion of this copy'
) AS
WITH
  ledger_row AS (
    SELECT
      kind, source, record_id, revision, partition, offset, reason, adjusted, sha256, known_at,
      toString(topic) AS topic
    FROM input_record FINAL
  ),
  with_first_place AS (
    SELECT
      *,
      min((topic, partition, offset)) OVER (PARTITION BY kind, reason, sha256) AS first_place
    FROM ledger_row
  )
SELECT
  kind,
  source,
  record_id AS id,
  revision,
  topic,
  partition,
  offset,
  multiIf(
    reason != '', 'rejected',
    (topic, partition, offset) = first_place, 'accepted',
    'repeated') AS outcome,
  reason,
  adjusted,
  lower(hex(with_first_place.sha256)) AS sha256,
  known_at
FROM with_first_place
COMMENT 'one row for each input record and what became of it';

CREATE OR REPLACE VIEW replayed_record (
  topic LowCardinality(String) COMMENT 'name in the ledger of the input with the rejected record',
  partition UInt32 COMMENT 'partition of the rejected record',
  offset UInt64 COMMENT 'offset of the rejected record',
  sha256 String COMMENT 'SHA-256 over its raw bytes, hexadecimal',
  kind LowCardinality(String) COMMENT 'kind that the replay read it as',
  replay_topic String COMMENT 'name in the ledger under which it was taken in; the partition is 0',
  replay_offset UInt64 COMMENT 'offset under which it was taken in',
  replayed_at DateTime64(3, 'UTC') COMMENT 'when the replay took it in'
) AS
WITH
  planned AS (
    SELECT *
    FROM replay_plan FINAL
  ),
  taken_in AS (
    SELECT
      toString(topic) AS done_topic,
      max(last_offset) AS reach
    FROM custody_range
    WHERE partition = 0
    GROUP BY done_topic
  )
SELECT
  topic,
  partition,
  offset,
  lower(hex(rejected_sha256)) AS sha256,
  kind,
  replay_topic,
  replay_offset,
  planned_at AS replayed_at
FROM planned
INNER JOIN taken_in ON planned.replay_topic = taken_in.done_topic
WHERE replay_offset <= reach
SETTINGS join_use_nulls = 0
COMMENT 'rejected records that a replay took in: where they were rejected and where they are now';

CREATE OR REPLACE VIEW rejected_record (
  kind LowCardinality(String) COMMENT 'kind that the record was read as',
  reason LowCardinality(String) COMMENT 'reason code, of the closed list in schemas/reason.ts',
  path String COMMENT 'JSON path of the value at fault',
  topic LowCardinality(String)
    COMMENT 'name of the input in the ledger: file:SHA-256, kafka:TOPIC, stdin:TIME-ID or
      retry:TIME-ID; view input_name has one for people',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  offset UInt64 COMMENT 'Kafka offset, or line of the file counted from 0',
  sha256 String COMMENT 'SHA-256 over the raw bytes, hexadecimal',
  byte_count UInt64 COMMENT 'length of the record in bytes',
  raw String
    COMMENT 'the raw bytes; empty when there were more than 1 MiB, and for a batch of Kafka that
      could not be unpacked',
  known_at DateTime64(3, 'UTC') COMMENT 'Kafka timestamp, or time of ingestion',
  replayed_at Nullable(DateTime64(3, 'UTC'))
    COMMENT 'when a replay took it in (view replayed_record); null: none did'
) AS
WITH
  rejected AS (
    SELECT
      kind, reason, path, topic, partition, offset, byte_count, raw, known_at,
      lower(hex(sha256)) AS raw_sha256
    FROM input_record FINAL
    WHERE reason != ''
  ),
  replayed AS (
    SELECT
      topic, partition, offset, sha256,
      min(replayed_at) AS first_at,
      1 AS is_replayed
    FROM replayed_record
    GROUP BY topic, partition, offset, sha256
  )
SELECT
  rejected.kind AS kind,
  rejected.reason AS reason,
  rejected.path AS path,
  rejected.topic AS topic,
  rejected.partition AS partition,
  rejected.offset AS offset,
  rejected.raw_sha256 AS sha256,
  rejected.byte_count AS byte_count,
  rejected.raw AS raw,
  rejected.known_at AS known_at,
  if(replayed.is_replayed = 1, replayed.first_at, NULL) AS replayed_at
FROM rejected
LEFT JOIN replayed
  ON rejected.topic = replayed.topic
    AND rejected.partition = replayed.partition
    AND rejected.offset = replayed.offset
    AND rejected.raw_sha256 = replayed.sha256
SETTINGS join_use_nulls = 0
COMMENT 'rejected records with reason and raw bytes';

CREATE OR REPLACE VIEW disputed_record (
  kind LowCardinality(String) COMMENT 'panel, flow, site, account, network, observation or event',
  source String COMMENT 'who reported',
  id String COMMENT 'flow_id or record_id',
  revision UInt32 COMMENT 'revision under which the contents differ',
  sha256 String COMMENT 'digest of one of the contents, hexadecimal',
  topic LowCardinality(String)
    COMMENT 'where this content was first seen: name of the input in the ledger',
  partition UInt32 COMMENT 'partition',
  offset UInt64 COMMENT 'offset',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which this content was known',
  is_settled UInt8 COMMENT '1: a higher revision exists, the dispute no longer matters'
) AS
WITH
  content AS (
    SELECT
      kind, source, revision,
      record_id AS id,
      sha256 AS digest,
      {{include expressions/lowest_place}} AS place,
      min(known_at) AS first_known_at
    FROM input_record FINAL
    WHERE reason = ''
    GROUP BY kind, source, record_id, revision, sha256
  ),
  counted AS (
    SELECT
      *,
      count() OVER (PARTITION BY kind, source, id, revision) AS contents,
      max(revision) OVER (PARTITION BY kind, source, id) AS latest
    FROM content
  )
SELECT
  kind,
  source,
  id,
  revision,
  lower(hex(digest)) AS sha256,
  place.topic AS topic,
  place.partition AS partition,
  place.offset AS offset,
  first_known_at AS known_at,
  revision < latest AS is_settled
FROM counted
WHERE contents > 1
COMMENT 'contents that contradict each other under one revision';

CREATE OR REPLACE VIEW custody (
  topic LowCardinality(String)
    COMMENT 'name of the input in the ledger: file:SHA-256, kafka:TOPIC, stdin:TIME-ID or
      retry:TIME-ID; view input_name has one for people',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  first_offset UInt64 COMMENT 'first offset of the range',
  last_offset UInt64 COMMENT 'last offset of the range, included',
  kept UInt64 COMMENT 'valid records in the range',
  rejected UInt64 COMMENT 'rejected records in the range',
  blank UInt64
    COMMENT 'offsets in the range without a record of their own: blank lines of a file; of a batch
      that was rejected as a whole, all but its last',
  chain_sha256 String
    COMMENT 'h(n) = SHA-256(h(n-1) || digest(n)) at last_offset, hexadecimal; before the first
      offset 32 zero bytes',
  known_at DateTime64(3, 'UTC') COMMENT 'when the range was taken in'
) AS
SELECT
  topic,
  partition,
  first_offset,
  last_offset,
  kept,
  rejected,
  blank,
  lower(hex(custody_range.chain_sha256)) AS chain_sha256,
  known_at
FROM custody_range FINAL
COMMENT 'contiguous ranges of input that are durable, with the chain over their digests';
