-- Purpose: what an operator sees of the exports.

CREATE OR REPLACE VIEW export_run (
  export LowCardinality(String) COMMENT 'name of the export',
  reason LowCardinality(String) COMMENT 'schedule: it was due; command: somebody asked for it',
  planned_at DateTime64(3, 'UTC') COMMENT 'time that was due; of a command, when it started',
  attempt UInt32 COMMENT 'tries for this time, from 1',
  started_at DateTime64(3, 'UTC') COMMENT 'when this try started',
  ended_at Nullable(DateTime64(3, 'UTC'))
    COMMENT 'when it ended; null: it runs, or its process died',
  outcome LowCardinality(String) COMMENT 'running, done or failed',
  error String COMMENT 'why it failed, else empty',
  manifest_sha256 String COMMENT 'SHA-256 of manifest.json, hexadecimal; empty unless done',
  directory String COMMENT 'directory of the state that was written; empty unless done',
  row_count UInt64 COMMENT 'rows of the export',
  holder String COMMENT 'process that ran it'
) AS
SELECT
  export,
  reason,
  planned_at,
  attempt,
  started_at,
  ended_at,
  outcome,
  error,
  manifest_sha256,
  directory,
  row_count,
  holder
FROM export_run_record FINAL
COMMENT 'every run of every export and how it ended';
