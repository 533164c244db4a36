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
  payment_dated_eur Decimal(18, 4),
  unplaced_reversal_eur Decimal(18, 4),
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

-- What became of each flow. A run writes it for the operations that it computes; `epoch` is the
-- last run that computed all of them. Rows of an earlier epoch are dropped once a new one is noted.

CREATE TABLE IF NOT EXISTS computed_operation {{on_cluster}} (
  epoch UInt64 COMMENT 'sequence of the last run that computed every operation',
  sequence UInt64 COMMENT 'run that computed the operation',
  run_id String COMMENT 'run that computed the operation',
  operation String COMMENT 'operation'
) ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY epoch
ORDER BY (operation, sequence, run_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'which run computed which operation; the last noted one is in force';

CREATE TABLE IF NOT EXISTS flow_ruling {{on_cluster}} (
  epoch UInt64 COMMENT 'sequence of the last run that computed every operation',
  sequence UInt64 COMMENT 'run that computed the row',
  run_id String COMMENT 'run that computed the row',
  operation String COMMENT 'operation that the flow, or a share of it, goes to',
  source LowCardinality(String) COMMENT 'who reported the flow',
  flow_id String COMMENT 'identifier of the flow, unique within the source',
  payment String COMMENT 'payment of the same source that pays this line (M-SETTLE); empty: none',
  revision UInt32 COMMENT 'revision in force',
  sha256_hex String EPHEMERAL,
  sha256 FixedString(32) DEFAULT unhex(sha256_hex) COMMENT 'digest of the canonical record',
  network_key LowCardinality(String) COMMENT 'key of the network (M-NETWORK); empty: unknown',
  source_group LowCardinality(String)
    COMMENT 'name of the group that its source counts in (M-OWNER)',
  is_payment_dated UInt8 COMMENT '1: only days of payment are known (M-PERIOD)',
  line LowCardinality(String) COMMENT 'line of revenue',
  currency LowCardinality(String) COMMENT 'currency of the flow',
  amount Decimal(38, 8) COMMENT 'amount of the flow, or of the line that the payment pays',
  paid_eur Decimal(38, 10) COMMENT 'what of it the operation was paid; 0: nothing, or no rate',
  left_eur Decimal(38, 10)
    COMMENT 'the same less what take-backs took from it; below 0 where more was taken back',
  first_month UInt32 COMMENT 'first month of service, as YYYYMM; 0: without any day',
  last_month UInt32 COMMENT 'last month of service, as YYYYMM',
  rule LowCardinality(String) COMMENT 'rule that leaves it out, such as M-OWNER; empty: it counts',
  reason LowCardinality(String) COMMENT 'why it is left out, as a code; empty: it counts',
  is_offshore UInt8
    COMMENT '1: the account of the payee is in a listed place, or in an offshore centre'
) ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY epoch
ORDER BY (operation, source, flow_id, payment, sequence, run_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'what became of each flow in each operation';

CREATE TABLE IF NOT EXISTS group_ruling {{on_cluster}} (
  epoch UInt64 COMMENT 'sequence of the last run that computed every operation',
  sequence UInt64 COMMENT 'run that computed the row',
  run_id String COMMENT 'run that computed the row',
  operation String COMMENT 'operation',
  network_key LowCardinality(String) COMMENT 'key of the network (M-NETWORK); empty: unknown',
  source_group LowCardinality(String)
    COMMENT 'name of its source, or of the first of several that are declared disjoint',
  is_payment_dated UInt8 COMMENT '1: the flows of which only days of payment are known',
  rank UInt32 COMMENT 'place among the groups of the key, from 1 (M-OWNER)',
  total_eur Decimal(38, 10) COMMENT 'its money less its own take-backs',
  is_near UInt8 COMMENT '1: the total is at least 0.95 of the largest of the key',
  crossing UInt32 COMMENT 'number of its different periods with days in two months or more',
  owned_months Array(UInt32) COMMENT 'months that it owns, as YYYYMM, ascending',
  is_of_chosen_side UInt8 COMMENT '1: the side of its key counts (M-ORIGIN)'
) ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY epoch
ORDER BY (operation, network_key, source_group, is_payment_dated, sequence, run_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'how the sources of each operation and network key rank';
