-- Names in the ledger that belong to one input alone, blank lines, and how far a file was read
-- (docs/decisions/0026-ledger-names.md).

ALTER TABLE input_file {{on_cluster}}
  ADD COLUMN IF NOT EXISTS kind LowCardinality(String) COMMENT 'kind that the file was read as',
  ADD COLUMN IF NOT EXISTS head_sha256 String COMMENT 'SHA-256 of the first 256 bytes, or of all when there are fewer: finds the files that another one may continue',
  COMMENT COLUMN topic 'name of the file in the ledger: file: and the SHA-256 of the content that was announced first';

ALTER TABLE custody_range {{on_cluster}}
  ADD COLUMN IF NOT EXISTS blank UInt64 COMMENT 'offsets in the range without a record of their own: blank lines of a file; of a batch that was rejected as a whole, all but its last',
  COMMENT COLUMN topic 'name in the ledger: file:SHA-256, kafka:TOPIC, stdin:TIME-ID or retry:TIME-ID';

ALTER TABLE input_record {{on_cluster}}
  COMMENT COLUMN topic 'name in the ledger: file:SHA-256, kafka:TOPIC, stdin:TIME-ID or retry:TIME-ID';

-- Written last: how many lines a file has. The doctor compares them with custody. A file that was
-- announced and is not here was not read to its end.
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
