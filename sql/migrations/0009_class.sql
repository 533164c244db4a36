-- Comparable operations (M-CLASS). The class is made by a run that computes every operation, and is
-- the same for all until the next such run.

CREATE TABLE IF NOT EXISTS class_ratio {{on_cluster}} (
  epoch UInt64 COMMENT 'sequence of the run that computed every operation',
  panel LowCardinality(String) COMMENT 'source of the measurement',
  unit LowCardinality(String) COMMENT 'visitors, visits or page_views',
  country LowCardinality(String) COMMENT 'country of the audience; empty: all together',
  member String COMMENT 'operations that share an account or a property are one member',
  operation String COMMENT 'operation; empty: a published case',
  month String COMMENT 'YYYY-MM; empty: a published case',
  documented_eur Decimal(18, 4)
    COMMENT 'documented advertising money of which more is known than the day of payment',
  audience UInt64 COMMENT 'audience of the month as measured',
  eur_per_unit Decimal(38, 10) COMMENT 'the one divided by the other, cut after 10 decimals',
  of_member UInt32 COMMENT 'how many ratios the member has in the stratum',
  members UInt32 COMMENT 'how many members the stratum has',
  members_below Float64
    COMMENT 'weight of the ratios strictly below: 1 for a whole member. Only to read few of them'
) ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY epoch
ORDER BY (panel, unit, country, eur_per_unit, member, operation, month)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'ratios of the class of each stratum: panel, unit and country';

CREATE TABLE IF NOT EXISTS class_relation {{on_cluster}} (
  epoch UInt64 COMMENT 'sequence of the run that computed every operation',
  name String COMMENT 'an operation, account or property, with a word before it that says which',
  member String COMMENT 'member of the class that it belongs to'
) ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY epoch
ORDER BY (name, member)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'what belongs to which member of the class';

CREATE TABLE IF NOT EXISTS own_member {{on_cluster}} (
  epoch UInt64 COMMENT 'sequence of the last run that computed every operation',
  sequence UInt64 COMMENT 'run that computed the operation',
  run_id String COMMENT 'run that computed the operation',
  operation String COMMENT 'operation with an audience',
  member String COMMENT 'member of the class that is the operation, or is related with it'
) ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY epoch
ORDER BY (operation, member, sequence, run_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'members that are left out of the class of an operation';

CREATE TABLE IF NOT EXISTS measured_audience {{on_cluster}} (
  epoch UInt64 COMMENT 'sequence of the last run that computed every operation',
  sequence UInt64 COMMENT 'run that computed the operation',
  run_id String COMMENT 'run that computed the operation',
  operation String COMMENT 'operation',
  month String COMMENT 'YYYY-MM',
  panel LowCardinality(String) COMMENT 'source of the measurement',
  unit LowCardinality(String) COMMENT 'visitors, visits or page_views',
  country LowCardinality(String) COMMENT 'country of the audience; empty: all together',
  audience UInt64 COMMENT 'as measured: the largest domain for visitors, else the sum of domains',
  documented_eur Decimal(18, 4)
    COMMENT 'documented advertising money of which more is known than the day of payment',
  meets_window UInt8 COMMENT '1: the window of some flow of the operation meets the month (M-OWNER)'
) ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY epoch
ORDER BY (operation, month, panel, unit, country, sequence, run_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'audiences of operations, as comparable operations are compared in';

CREATE TABLE IF NOT EXISTS observed_rate {{on_cluster}} (
  epoch UInt64 COMMENT 'sequence of the run that computed every operation',
  factor LowCardinality(String) COMMENT 'cpm or fill_rate',
  network LowCardinality(String) COMMENT 'key of the network; empty: all networks together',
  country LowCardinality(String) COMMENT 'country of the pages; empty: all countries together',
  period LowCardinality(String) COMMENT 'calendar year, YYYY',
  operation String COMMENT 'operation whose months it is of',
  lowest Int128 COMMENT 'of its lowest month, in millionths, cut down',
  middle Int128 COMMENT 'of its middle month, in millionths, cut down',
  highest Int128 COMMENT 'of its highest month, in millionths, cut up'
) ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY epoch
ORDER BY (factor, network, country, period, operation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'rates that payments and panels show; nothing is computed from them';

CREATE TABLE IF NOT EXISTS floor_by_card_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  month String,
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
  lines Array(Tuple(line String, documented_eur Decimal(18, 4), modelled_eur Decimal(18, 4), floor_eur Decimal(18, 4))),
  is_refused UInt8 COMMENT '1: a take-back of the month was refused (M-REFUSED)'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'floors of the plain form without the class, which is known when all of them are computed';

CREATE TABLE IF NOT EXISTS audience_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  month String,
  panel LowCardinality(String),
  unit LowCardinality(String),
  country LowCardinality(String),
  audience UInt64,
  documented_eur Decimal(18, 4),
  meets_window UInt8
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'rows of measured_audience of a run, or of a question';

CREATE TABLE IF NOT EXISTS own_member_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  member String
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'rows of own_member of a run, or of a question';

CREATE TABLE IF NOT EXISTS class_ratio_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  panel LowCardinality(String),
  unit LowCardinality(String),
  country LowCardinality(String),
  member String,
  operation String,
  month String,
  documented_eur Decimal(18, 4),
  audience UInt64,
  eur_per_unit Decimal(38, 10)
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'rows of class_ratio of a run, or of a question';

CREATE TABLE IF NOT EXISTS class_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  month String,
  class_eur Decimal(18, 4) COMMENT 'the lowest class of the strata of the month; above 0'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'what the class gives each month with an audience (M-CLASS)';

ALTER TABLE reference_case {{on_cluster}}
  ADD COLUMN IF NOT EXISTS audience_panel LowCardinality(Nullable(String))
    COMMENT 'source that panel records name the panel by that measured the audience; null: not said'
    AFTER audience_basis;
