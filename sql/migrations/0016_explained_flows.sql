-- Work lists of `explain`: what every flow counts as and what it gives to whom, made once for a
-- question and read by several statements.

CREATE TABLE IF NOT EXISTS explained_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source LowCardinality(String), flow_id String, revision UInt32, sha256 FixedString(32), network LowCardinality(String), line LowCardinality(String),
  amount Decimal(18, 4), currency LowCardinality(String), account_country LowCardinality(String), basis LowCardinality(String), target_basis LowCardinality(String),
  target_network LowCardinality(String), rate Int64, standing LowCardinality(String), is_offshore UInt8,
  site_domain String, share_domains Array(String), shares Array(Decimal(9, 6)), period_start Date32, period_end Date32
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the view flow_valued_at, of all that is known';

CREATE TABLE IF NOT EXISTS explained_part_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month UInt32, source LowCardinality(String), source_group String, flow_id String, revision UInt32, sha256 FixedString(32),
  network LowCardinality(String), line LowCardinality(String), amount Decimal(18, 4), currency LowCardinality(String), account_country LowCardinality(String),
  rate Int64, standing LowCardinality(String), site String, site_share Int32, period_days Int64, days Int64, publisher_share Int32,
  reason LowCardinality(String), part Int128
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY (operation, month)
COMMENT 'the view flow_part_at, of all that is known, with the source group of each part';
