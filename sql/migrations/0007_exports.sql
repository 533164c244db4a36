-- What exports were made, and what is to be exported.

CREATE TABLE IF NOT EXISTS export_run_record {{on_cluster}} (
  export LowCardinality(String) COMMENT 'name of the export',
  reason LowCardinality(String) COMMENT 'schedule, or command',
  planned_at DateTime64(3, 'UTC') COMMENT 'time that was due; of a command, when it started',
  attempt UInt32 COMMENT 'tries for this time, from 1',
  run_id String COMMENT 'this try',
  stage UInt8 COMMENT '0: started, 1: ended; the later stays',
  started_at DateTime64(3, 'UTC') COMMENT 'when it started',
  ended_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when it ended',
  outcome LowCardinality(String) COMMENT 'running, done or failed',
  error String COMMENT 'why it failed',
  manifest_sha256 String COMMENT 'SHA-256 of manifest.json',
  directory String COMMENT 'where the export is',
  row_count UInt64 COMMENT 'rows of the export',
  holder String COMMENT 'process that ran it'
) ENGINE = {{engine ReplacingMergeTree(stage)}}
ORDER BY (export, reason, planned_at, attempt, run_id)
COMMENT 'every try to write an export';

CREATE TABLE IF NOT EXISTS export_watch {{on_cluster}} (
  export LowCardinality(String) COMMENT 'name of the export',
  schedule String COMMENT 'cron expression',
  time_zone String COMMENT 'time zone of the schedule',
  since DateTime64(3, 'UTC')
    COMMENT 'when a process saw this schedule; times that were due before are not caught up with',
  earliness UInt64 DEFAULT 18446744073709551615 - toUInt64(toUnixTimestamp64Milli(since))
    COMMENT 'larger for an earlier time'
) ENGINE = {{engine ReplacingMergeTree(earliness)}}
ORDER BY (export, schedule, time_zone)
COMMENT 'since when each schedule is watched';
