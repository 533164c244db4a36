-- Work lists of estimate runs and of `explain`: made for a run, dropped behind it. A crash leaves a
-- partition that nothing reads. They are written into few files and never merged.

CREATE TABLE IF NOT EXISTS estimate_scope {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  what LowCardinality(String) COMMENT 'site or operation',
  name String
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY (what, name)
COMMENT 'sites and operations that new records can touch';

CREATE TABLE IF NOT EXISTS fresh_record_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  kind LowCardinality(String)
    COMMENT 'kind of the record; linked: a flow that a new flow points to, or that points to one',
  source String COMMENT 'who reports',
  record_id String COMMENT 'identifier within the source; of a flow its flow_id'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'records that came in since the last run, and flows that are tied to them';

CREATE TABLE IF NOT EXISTS touched_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source String COMMENT 'who reports',
  flow_id String COMMENT 'identifier within the source',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'flows of the sites of a run, and flows that are tied to them in one step or two';

CREATE TABLE IF NOT EXISTS constant_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  month_currencies Array(String),
  month_offsets Array(Int32),
  first_month Int32,
  last_month Int32,
  month_rates Array(Int64),
  has_fixed UInt8,
  fixed_currencies Array(String),
  fixed_from Array(Int32),
  fixed_rates Array(Int64),
  has_daily UInt8,
  first_day Int32,
  last_day Int32,
  day_currencies Array(String),
  day_offsets Array(Int32),
  day_rates Array(Int64),
  offshore_places Array(String),
  offshore_from Array(Int32),
  offshore_to Array(Int32),
  has_later Array(UInt8),
  later_offshore Array(Array(Tuple(Int32, Int32))),
  contract_keys Array(String),
  contract_from Array(Array(Int32)),
  contract_share Array(Array(Int32)),
  networks Array(String)
    COMMENT 'each at the position that is its number in name_of; likewise lines and sources',
  lines Array(String),
  sources Array(String),
  pairs Array(UInt64)
    COMMENT 'network number x 2^32 + source number, of sources declared disjoint on a network',
  pair_groups Array(UInt32) COMMENT 'number of the source group of each pair',
  grouped_sources Array(UInt32) COMMENT 'sources declared disjoint on every network',
  source_groups Array(UInt32) COMMENT 'number of the source group of each'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'one row: the views rate_table, offshore_table, contract_table and source_group as they are when a run begins';

CREATE TABLE IF NOT EXISTS name_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  what LowCardinality(String) COMMENT 'network, line, source or operation',
  name String,
  number UInt32 COMMENT 'position among the names in order, from 1'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'numbers that stand for names while a run adds up: keys of numbers are grouped in a third of the time of keys of strings';

CREATE TABLE IF NOT EXISTS property_span_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  span_property String,
  span_from Array(Int32),
  span_operation Array(String),
  longest_operation String,
  longest_from Int32,
  longest_to Int32,
  is_whole UInt8
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the view property_span_at, and of each property the longest span that is not claimed twice: its operation (empty: there is none), its days, and whether it is the whole calendar';

CREATE TABLE IF NOT EXISTS special_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)',
  why Enum8('special' = 0, 'repeated' = 1, 'taken_back' = 2)
    COMMENT 'special by what it says itself or what follows it; repeated: it may have more than one row; taken_back: another flow takes it back, and has to look it up'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'flows that one cannot judge by one row alone, or whose money must be cut, and those that another one asks for; a flow may be listed more than once';

CREATE TABLE IF NOT EXISTS special_top_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source LowCardinality(String),
  flow_id String,
  revision UInt32,
  sha256 FixedString(32),
  known_at DateTime64(3, 'UTC'),
  network LowCardinality(String),
  line LowCardinality(String),
  publisher_account String,
  amount Decimal(38, 8),
  currency LowCardinality(String),
  status LowCardinality(String),
  basis LowCardinality(String),
  account_country LowCardinality(String),
  account_country_from LowCardinality(String),
  property String,
  share_properties Array(String),
  shares Array(Decimal(9, 6)),
  period_start Date32,
  period_end Date32,
  value_date Nullable(Date32),
  statement_date Nullable(Date32),
  reverses_source String,
  reverses_flow_id String,
  upstream Array(Tuple(source String, flow_id String)),
  is_payment_dated UInt8,
  is_void UInt8,
  contents UInt64,
  is_plain UInt8 COMMENT '1: summed with the plain flows, and here for the flow that takes it back'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'contents of the highest revision of special flows';

CREATE TABLE IF NOT EXISTS special_valued_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source LowCardinality(String),
  network LowCardinality(String),
  line LowCardinality(String),
  amount Decimal(38, 8),
  rate Int64,
  basis LowCardinality(String),
  target_basis LowCardinality(String),
  target_network LowCardinality(String),
  standing LowCardinality(String),
  is_offshore UInt8,
  property String,
  share_properties Array(String),
  shares Array(Decimal(9, 6)),
  period_start Date32,
  period_end Date32
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'special flows as the body flow_valued gives them';

CREATE TABLE IF NOT EXISTS numbered_sum_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation UInt32,
  month UInt32,
  network UInt32,
  line UInt32,
  source_group UInt32,
  kind UInt8
    COMMENT 'bits: 1 paid, which decides the source that counts; 2 kept, of the paid what is not left out; of the kept 4 on proven shares; 8 accrued; none: counts for nothing',
  part Int128 COMMENT '1e-10 EUR',
  offshore Int128 COMMENT 'of it on offshore accounts',
  apportioned Int128 COMMENT 'of it resting on even_spread'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'sums of each source group by line; names by their number in name_of';

CREATE TABLE IF NOT EXISTS audience_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  month String,
  source LowCardinality(String),
  record_id String,
  revision UInt32,
  sha256 FixedString(32),
  property String,
  domain String,
  country String,
  device LowCardinality(String),
  unique_visitors Nullable(UInt64),
  visits Nullable(UInt64),
  page_views Nullable(UInt64),
  panel_size Nullable(UInt64),
  universe Nullable(UInt64),
  design_effect Decimal(18, 6),
  came_at DateTime64(3, 'UTC'),
  alpha_each_ppm UInt32,
  contamination Int64,
  problem LowCardinality(String),
  visitors_lower UInt64,
  visits_lower Int64,
  page_views_lower Int64,
  measured_pages Int64,
  implied_pages Int64,
  can_measure UInt8,
  can_imply UInt8,
  rate_product Int256
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the view audience_limited_at, over which the model of a run is computed';

CREATE TABLE IF NOT EXISTS class_rate_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  unit LowCardinality(String),
  cases UInt32 COMMENT 'k: cases in the class without the operation itself',
  rate Int64 COMMENT 'smallest revenue of a month per unit among them, in 1e-10 EUR',
  site String COMMENT 'the case that has it',
  number UInt32 COMMENT 'its position in the file'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the reference class of each operation with a measurement';

CREATE TABLE IF NOT EXISTS slot_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  month String,
  property String,
  network String COMMENT 'as the crawls name it, in lower case',
  per_page Int64 COMMENT 'slots on a page, in millionths: the lowest of the crawls of the month',
  crawls UInt64 COMMENT 'crawls of the month with enough pages',
  pages_sampled UInt64 COMMENT 'pages looked at in the smallest of them'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'slots that crawls show, of networks with no documented flow for the operation and month';

CREATE TABLE IF NOT EXISTS modelled_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  month String,
  visitors_lower UInt64,
  modelled_units Int128,
  has_model UInt8,
  usable UInt8,
  problem String,
  source LowCardinality(String)
    COMMENT 'panel whose money counts: the primary one, or the one with the least',
  is_primary UInt8 COMMENT '1: it counts because it was declared primary',
  rung LowCardinality(String)
    COMMENT 'L2 when crawled slots give more than audience times rates alone, else L3',
  audience_units Int128 COMMENT 'audience times rates (L3), in 1e-4 EUR',
  slot_units Int128 COMMENT 'audience times crawled slots times rates (L2), in 1e-4 EUR',
  class_units Nullable(Int128)
    COMMENT 'audience times the smallest rate of the reference class, in 1e-4 EUR; null: no class',
  class_cases UInt32
    COMMENT 'k of the class that gave class_units; a new case lies above the smallest of k with probability k/(k+1)'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'modelled money of each operation and month; see the view modelled_at';

CREATE TABLE IF NOT EXISTS floor_work {{on_cluster}} (
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
  lines Array(Tuple(line String, documented_eur Decimal(18, 4), modelled_eur Decimal(18, 4), floor_eur Decimal(18, 4)))
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'floors of a run before they are compared with those in force';

CREATE TABLE IF NOT EXISTS explained_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source LowCardinality(String),
  flow_id String,
  revision UInt32,
  sha256 FixedString(32),
  network LowCardinality(String),
  line LowCardinality(String),
  amount Decimal(38, 8),
  currency LowCardinality(String),
  account_country LowCardinality(String),
  basis LowCardinality(String),
  target_basis LowCardinality(String),
  target_network LowCardinality(String),
  rate Int64,
  standing LowCardinality(String),
  is_offshore UInt8,
  property String,
  share_properties Array(String),
  shares Array(Decimal(9, 6)),
  period_start Date32,
  period_end Date32,
  value_date Nullable(Date32) COMMENT 'of a reversal that of what it takes back',
  statement_date Nullable(Date32) COMMENT 'of a reversal that of what it takes back',
  booked_source String COMMENT 'of a reversal the source of what it takes back'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the view flow_valued_at, of all that is known';

CREATE TABLE IF NOT EXISTS explained_part_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  month UInt32,
  source LowCardinality(String),
  source_group String,
  flow_id String,
  revision UInt32,
  sha256 FixedString(32),
  network LowCardinality(String),
  line LowCardinality(String),
  amount Decimal(38, 8),
  currency LowCardinality(String),
  account_country LowCardinality(String),
  rate Int64,
  standing LowCardinality(String),
  site String,
  site_share Int32,
  period_days Int64,
  days Int64,
  publisher_share Int32,
  reason LowCardinality(String),
  part Int128
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY (operation, month)
COMMENT 'the view flow_part_at, of all that is known, with the source group of each part';

CREATE TABLE IF NOT EXISTS evidence_link_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  round UInt32 COMMENT 'step of the search, from 0',
  what LowCardinality(String) COMMENT 'how it is looked for (sql/evidence/20_flows.sql)',
  one String,
  other String,
  link UInt64 MATERIALIZED cityHash64(if(what = 'own', 'named', toString(what)), one, other)
    COMMENT 'as in flow_link'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'what flows, and records of who is who, are looked for by while evidence is fetched';
