-- What the estimate writes. Rows of a run count only when the run itself is in estimate_run, which
-- is written last.

CREATE TABLE IF NOT EXISTS estimate_run {{on_cluster}} (
  run_id String
    COMMENT 'first 32 hex digits of SHA-256 over method, reference versions and watermark: the same inputs give the same run',
  finished_at DateTime64(3, 'UTC') COMMENT 'when the run was complete',
  sequence UInt64 COMMENT 'position among the runs, from 1',
  method_version LowCardinality(String)
    COMMENT 'version of docs/method.md that the code implements',
  reference_versions Map(LowCardinality(String), String)
    COMMENT 'name and version of each reference table in force',
  watermark Array(Tuple(topic String, partition UInt32, last_offset UInt64, chain_sha256 String))
    COMMENT 'last offset and chain of each partition whose records entered',
  fingerprint String
    COMMENT 'digest of method, reference versions and alpha: when it differs, every floor is computed again',
  scope LowCardinality(String)
    COMMENT 'all: every floor was computed; some: those that new records can touch',
  alpha_ppm UInt32 COMMENT 'alpha in millionths; 0 for runs that are older than this column'
) ENGINE = {{engine ReplacingMergeTree(finished_at)}}
ORDER BY (sequence, run_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'complete runs of the estimate';

CREATE TABLE IF NOT EXISTS floor_revision {{on_cluster}} (
  operation String COMMENT 'operation',
  month String COMMENT 'YYYY-MM',
  sequence UInt64 COMMENT 'run that computed the row',
  run_id String COMMENT 'run that computed the row',
  present UInt8 COMMENT '0: no evidence is left, the floor is withdrawn',
  floor_eur Nullable(Decimal(18, 4)),
  floor_headline_eur Nullable(Decimal(18, 4)),
  documented_eur Decimal(18, 4),
  apportioned_eur Decimal(18, 4),
  modelled_eur Decimal(18, 4),
  accrued_eur Decimal(18, 4),
  offshore_eur Decimal(18, 4),
  rung LowCardinality(String),
  confidence Decimal(9, 6),
  status LowCardinality(String),
  reason LowCardinality(String),
  visitors_lower Nullable(UInt64),
  lines Array(Tuple(line String, documented_eur Decimal(18, 4), modelled_eur Decimal(18, 4), floor_eur Decimal(18, 4)))
    COMMENT 'the floor by line',
  method_version LowCardinality(String),
  rate_card_version LowCardinality(String),
  known_at DateTime64(3, 'UTC') COMMENT 'when this floor was computed'
) ENGINE = {{engine ReplacingMergeTree(known_at)}}
ORDER BY (operation, month, sequence)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'every floor ever computed that differs from the one before';

CREATE TABLE IF NOT EXISTS audience_limit {{on_cluster}} (
  unique_visitors UInt64 COMMENT 'U',
  universe UInt64 COMMENT 'N',
  panel_size UInt64 COMMENT 'n',
  design_effect Decimal(18, 6) COMMENT 'deff, at least 1',
  alpha_ppm UInt32 COMMENT 'alpha in millionths',
  contamination Decimal(18, 6) COMMENT 'eps',
  visitors_lower UInt64 COMMENT 'U_L'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (unique_visitors, universe, panel_size, design_effect, alpha_ppm, contamination)
COMMENT 'one-sided Korn-Graubard lower limits';
