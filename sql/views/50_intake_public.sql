-- What investigators see of the intake (contract, section 2).

CREATE OR REPLACE VIEW record_outcome (
  kind LowCardinality(String) COMMENT 'panel, flow, site, observation or event',
  source String COMMENT 'who reported; empty for a rejected record',
  id String COMMENT 'flow_id or record_id; empty for a rejected record',
  revision UInt32 COMMENT 'revision of the record; 0 for a rejected one',
  topic LowCardinality(String) COMMENT 'Kafka topic, or name of the file',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  offset UInt64 COMMENT 'Kafka offset, or line of the file counted from 0',
  outcome LowCardinality(String) COMMENT 'accepted (the copy at the lowest topic, partition and offset), repeated, or rejected',
  reason LowCardinality(String) COMMENT 'reason code of a rejected record, else empty',
  sha256 String COMMENT 'digest: of the canonical record if valid, of the raw bytes if rejected; hexadecimal',
  known_at DateTime64(3, 'UTC') COMMENT 'Kafka timestamp, or time of ingestion of this copy'
) AS
SELECT kind, source, record_id AS id, revision, topic, partition, offset,
  multiIf(reason != '', 'rejected', (topic, partition, offset) = min((topic, partition, offset)) OVER (PARTITION BY kind, reason, sha256), 'accepted', 'repeated') AS outcome,
  reason, lower(hex(sha256)) AS sha256, known_at
FROM (SELECT kind, source, record_id, revision, toString(topic) AS topic, partition, offset, reason, sha256, known_at FROM input_record FINAL)
COMMENT 'one row for each input record and what became of it';

CREATE OR REPLACE VIEW rejected_record (
  kind LowCardinality(String) COMMENT 'kind that the record was read as',
  reason LowCardinality(String) COMMENT 'reason code, of the closed list in schemas/reason.ts',
  path String COMMENT 'JSON path of the value at fault',
  topic LowCardinality(String) COMMENT 'Kafka topic, or name of the file',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  offset UInt64 COMMENT 'Kafka offset, or line of the file counted from 0',
  sha256 String COMMENT 'SHA-256 over the raw bytes, hexadecimal',
  byte_count UInt64 COMMENT 'length of the record in bytes',
  raw String COMMENT 'the raw bytes; empty when there were more than 1 MiB',
  known_at DateTime64(3, 'UTC') COMMENT 'Kafka timestamp, or time of ingestion'
) AS
SELECT kind, reason, path, topic, partition, offset, lower(hex(r.sha256)) AS sha256, byte_count, raw, known_at
FROM input_record AS r FINAL
WHERE reason != ''
COMMENT 'rejected records with reason and raw bytes';

CREATE OR REPLACE VIEW disputed_record (
  kind LowCardinality(String) COMMENT 'panel, flow, site, observation or event',
  source String COMMENT 'who reported',
  id String COMMENT 'flow_id or record_id',
  revision UInt32 COMMENT 'revision under which the contents differ',
  sha256 String COMMENT 'digest of one of the contents, hexadecimal',
  topic LowCardinality(String) COMMENT 'where this content was first seen: topic',
  partition UInt32 COMMENT 'partition',
  offset UInt64 COMMENT 'offset',
  known_at DateTime64(3, 'UTC') COMMENT 'earliest time at which this content was known',
  is_settled UInt8 COMMENT '1: a higher revision exists, the dispute no longer matters'
) AS
SELECT kind, source, id, revision, lower(hex(digest)) AS sha256, lowest.1 AS topic, lowest.2 AS partition, lowest.3 AS offset, first_known_at AS known_at, revision < latest AS is_settled
FROM (
  SELECT *, count() OVER (PARTITION BY kind, source, id, revision) AS contents, max(revision) OVER (PARTITION BY kind, source, id) AS latest
  FROM (
    SELECT kind, source, record_id AS id, revision, sha256 AS digest, min((toString(topic), partition, offset)) AS lowest, min(known_at) AS first_known_at
    FROM input_record FINAL
    WHERE reason = ''
    GROUP BY kind, source, record_id, revision, sha256
  )
)
WHERE contents > 1
COMMENT 'contents that contradict each other under one revision';

CREATE OR REPLACE VIEW custody (
  topic LowCardinality(String) COMMENT 'Kafka topic, or name of the file',
  partition UInt32 COMMENT 'Kafka partition; 0 for files',
  first_offset UInt64 COMMENT 'first offset of the range',
  last_offset UInt64 COMMENT 'last offset of the range, included',
  kept UInt64 COMMENT 'valid records in the range',
  rejected UInt64 COMMENT 'rejected records in the range',
  chain_sha256 String COMMENT 'h(n) = SHA-256(h(n-1) || digest(n)) at last_offset, hexadecimal; before the first offset 32 zero bytes',
  known_at DateTime64(3, 'UTC') COMMENT 'when the range was taken in'
) AS
SELECT topic, partition, first_offset, last_offset, kept, rejected, lower(hex(r.chain_sha256)) AS chain_sha256, known_at
FROM custody_range AS r FINAL
COMMENT 'contiguous ranges of input that are durable, with the chain over their digests';
