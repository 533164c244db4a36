-- Work lists of a run live for a second: they are written into few files and never merged. A flow
-- that another one takes back is looked up, but may be plain all the same. What is apportioned has
-- a sum of its own in each row, and no rows of its own: a third fewer.

DROP VIEW IF EXISTS documented_of {{on_cluster}};

DROP TABLE IF EXISTS special_flow_of {{on_cluster}};

CREATE TABLE IF NOT EXISTS special_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)',
  why Enum8('special' = 0, 'repeated' = 1, 'taken_back' = 2) COMMENT 'special by what it says itself or what follows it; repeated: it may have more than one row; taken_back: another flow takes it back, and has to look it up'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'flows that one cannot judge by one row alone, or whose money must be cut, and those that another one asks for; a flow may be listed more than once';

ALTER TABLE special_top_of {{on_cluster}}
  ADD COLUMN IF NOT EXISTS is_plain UInt8 COMMENT '1: summed with the plain flows, and here for the flow that takes it back';

ALTER TABLE special_top_of {{on_cluster}} MODIFY SETTING min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1;

ALTER TABLE special_valued_of {{on_cluster}} MODIFY SETTING min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1;

DROP TABLE IF EXISTS numbered_sum_of {{on_cluster}};

CREATE TABLE IF NOT EXISTS numbered_sum_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation UInt32, month UInt32, network UInt32, line UInt32, source_group UInt32,
  kind UInt8 COMMENT 'bits: 1 paid, which decides the source that counts; 2 kept, of the paid what is not left out; of the kept 4 on proven shares; 8 accrued; none: counts for nothing',
  part Int128 COMMENT '1e-10 EUR', offshore Int128 COMMENT 'of it on offshore accounts', apportioned Int128 COMMENT 'of it resting on even_spread'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'sums of each source group by line; names by their number in name_of';

DROP TABLE IF EXISTS floor_work {{on_cluster}};

CREATE TABLE IF NOT EXISTS floor_work {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month String,
  floor_eur Nullable(Decimal(18, 4)), floor_headline_eur Nullable(Decimal(18, 4)), documented_eur Decimal(18, 4), apportioned_eur Decimal(18, 4),
  modelled_eur Decimal(18, 4), accrued_eur Decimal(18, 4), ceiling_eur Nullable(Decimal(18, 4)), offshore_eur Decimal(18, 4),
  rung LowCardinality(String), confidence Decimal(9, 6), status LowCardinality(String), reason LowCardinality(String), visitors_lower Nullable(UInt64),
  lines Array(Tuple(line String, documented_eur Decimal(18, 4), modelled_eur Decimal(18, 4), floor_eur Decimal(18, 4)))
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'floors of a run before they are compared with those in force';
