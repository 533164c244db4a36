-- What the estimate writes. Rows of a run count only when the run itself is in estimate_run, which
-- is written last.

CREATE TABLE IF NOT EXISTS estimate_run {{on_cluster}} (
  run_id String COMMENT 'first 32 hex digits of SHA-256 over method, reference versions and watermark: the same inputs give the same run',
  finished_at DateTime64(3, 'UTC') COMMENT 'when the run was complete',
  sequence UInt64 COMMENT 'position among the runs, from 1',
  method_version LowCardinality(String) COMMENT 'version of docs/method.md that the code implements',
  reference_versions Map(LowCardinality(String), String) COMMENT 'name and version of each reference table in force',
  watermark Array(Tuple(topic String, partition UInt32, last_offset UInt64, chain_sha256 String)) COMMENT 'last offset and chain of each partition whose records entered',
  fingerprint String COMMENT 'digest of method, reference versions and alpha: when it differs, every floor is computed again',
  scope LowCardinality(String) COMMENT 'all: every floor was computed; some: those that new records can touch'
) ENGINE = {{engine ReplacingMergeTree(finished_at)}}
ORDER BY (sequence, run_id)
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
  ceiling_eur Nullable(Decimal(18, 4)),
  offshore_eur Decimal(18, 4),
  rung LowCardinality(String),
  confidence Decimal(9, 6),
  status LowCardinality(String),
  reason LowCardinality(String),
  visitors_lower Nullable(UInt64),
  lines Array(Tuple(line String, documented_eur Decimal(18, 4), modelled_eur Decimal(18, 4), floor_eur Decimal(18, 4))) COMMENT 'the floor by line',
  method_version LowCardinality(String),
  rate_card_version LowCardinality(String),
  known_at DateTime64(3, 'UTC') COMMENT 'when this floor was computed'
) ENGINE = {{engine ReplacingMergeTree(known_at)}}
ORDER BY (operation, month, sequence)
COMMENT 'every floor ever computed that differs from the one before';

-- A pure function, remembered: lower limit of the visitors for one measurement at one alpha. See
-- pipeline/estimate/audience-limit.ts.
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

-- Work lists of estimate runs: made for a run, dropped behind it. A crash leaves a partition that
-- nothing reads.
CREATE TABLE IF NOT EXISTS special_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)',
  is_repeated UInt8 COMMENT '1: the flow may have more than one row'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY flow_hash
COMMENT 'flows that one cannot judge by one row alone, or whose money must be cut';

CREATE TABLE IF NOT EXISTS special_top_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source LowCardinality(String), flow_id String, revision UInt32, sha256 FixedString(32), known_at DateTime64(3, 'UTC'),
  network LowCardinality(String), line LowCardinality(String), publisher_account String, amount Decimal(18, 4), currency LowCardinality(String),
  status LowCardinality(String), basis LowCardinality(String), account_country LowCardinality(String), account_country_from LowCardinality(String),
  site_domain String, share_domains Array(String), shares Array(Decimal(9, 6)), period_start Date32, period_end Date32,
  value_date Nullable(Date32), statement_date Nullable(Date32), reverses Nullable(String), upstream_flow_id Nullable(String), upstream_source Nullable(String),
  contents UInt64
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'contents of the highest revision of special flows';

CREATE TABLE IF NOT EXISTS source_sum_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month UInt32, network LowCardinality(String), line LowCardinality(String), source_group String,
  paid Int128, kept Int128, apportioned Int128, offshore Int128, shared UInt8, accrued Int128, has_paid UInt64, has_kept UInt64
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'sums of each source group by line; see the view source_sum_at';

CREATE TABLE IF NOT EXISTS estimate_scope {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  what LowCardinality(String) COMMENT 'site or operation',
  name String
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY (what, name)
COMMENT 'sites and operations that new records can touch';

CREATE TABLE IF NOT EXISTS floor_work {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month String,
  floor_eur Nullable(Decimal(18, 4)), floor_headline_eur Nullable(Decimal(18, 4)), documented_eur Decimal(18, 4), apportioned_eur Decimal(18, 4),
  modelled_eur Decimal(18, 4), accrued_eur Decimal(18, 4), ceiling_eur Nullable(Decimal(18, 4)), offshore_eur Decimal(18, 4),
  rung LowCardinality(String), confidence Decimal(9, 6), status LowCardinality(String), reason LowCardinality(String), visitors_lower Nullable(UInt64),
  lines Array(Tuple(line String, documented_eur Decimal(18, 4), modelled_eur Decimal(18, 4), floor_eur Decimal(18, 4)))
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY (operation, month)
COMMENT 'floors of a run before they are compared with those in force';
