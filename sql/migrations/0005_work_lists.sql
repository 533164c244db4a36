-- Work lists of estimate runs and of `explain`: made for a run, dropped behind it. A crash leaves a
-- partition that nothing reads. They are written into few files and never merged.

CREATE TABLE IF NOT EXISTS property_span_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  span_property String,
  span_from Array(Int32) COMMENT 'first day of each span, ascending',
  span_operation Array(String) COMMENT 'operation of each span; empty: several claim it'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'which operation a property that a registry row covers belongs to, on which days';

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

CREATE TABLE IF NOT EXISTS repeated_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'flows with more than one row: their revision in force has to be found';

CREATE TABLE IF NOT EXISTS revised_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source LowCardinality(String),
  flow_id String,
  revision UInt32,
  sha256 FixedString(32),
  network LowCardinality(String),
  line LowCardinality(String),
  publisher_account_key String,
  payee_account_key String,
  account_country LowCardinality(String),
  property String,
  ancestors Array(String),
  share_properties Array(String),
  share_ancestors Array(Array(String)),
  shares Array(Decimal(9, 6)),
  amount Decimal(38, 8),
  currency LowCardinality(String),
  status LowCardinality(String),
  basis LowCardinality(String),
  period_start Nullable(Date32),
  service_start Date32,
  service_end Date32,
  value_date Nullable(Date32),
  statement_date Nullable(Date32),
  reverses_source String,
  reverses_flow_id String,
  flow_hash UInt64,
  contents UInt64 COMMENT 'more than 1: a dispute'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the highest revision of each repeated flow (M-REVISION)';

CREATE TABLE IF NOT EXISTS origin_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  network LowCardinality(String) COMMENT 'network as reported; empty: unknown',
  source LowCardinality(String) COMMENT 'who reports',
  network_name String COMMENT 'one text for all names of the network',
  key LowCardinality(String) COMMENT 'key that its money is grouped by (M-NETWORK); empty: unknown',
  source_group LowCardinality(String) COMMENT 'group of the source on this key (M-OWNER)'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'network key and source group of each pair of network and source that flows have';

CREATE TABLE IF NOT EXISTS rate_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  currency LowCardinality(String),
  day Int32 COMMENT 'days since 1970-01-01',
  low Int64 COMMENT 'for money that was paid, in 1e-10 EUR for one unit (M-RATE)',
  high Int64 COMMENT 'for what was taken back'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'rates of the days on which flows have money in a foreign currency; a day without a rate is
  not in it';

CREATE TABLE IF NOT EXISTS account_span_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  network LowCardinality(String) COMMENT 'network as reported; empty: unknown',
  publisher_account_key String,
  payee_account_key String,
  span_from Array(Int32) COMMENT 'first day of each span, ascending',
  span_operation Array(String) COMMENT 'operation of each span; empty: nobody''s'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'whom a flow without a site goes to, by the accounts that it names (M-ACCOUNT)';

CREATE TABLE IF NOT EXISTS contract_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  network_name String COMMENT 'one text for all names of the network',
  line LowCardinality(String),
  span_from Array(Int32) COMMENT 'first day of each span, ascending',
  span_share Array(Int32) COMMENT 'lowest approved share in millionths; -1: none'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'contractual shares of the publisher in gross money (M-GROSS)';

CREATE TABLE IF NOT EXISTS irregular_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)',
  why LowCardinality(String) COMMENT 'rule that has to look at more than this flow'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'flows whose operations the plain form computes; a flow may be listed more than once';

CREATE TABLE IF NOT EXISTS nested_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)',
  is_balance UInt8
    COMMENT '1: a later balance replaces it; 0: it, or one like it, may be a total of others'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'paid flows whose days are within those of another one like it (M-TOTAL)';

CREATE TABLE IF NOT EXISTS irregular_operation_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  why LowCardinality(String) COMMENT 'rule that the engine leaves to the plain form'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'operations that the plain form computes; one may be listed more than once';

CREATE TABLE IF NOT EXISTS part_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  source LowCardinality(String),
  flow_id String,
  revision UInt32,
  sha256 FixedString(32),
  flow_hash UInt64,
  network_name LowCardinality(String) COMMENT 'one text for all names of the network',
  key LowCardinality(String) COMMENT 'key of the network; empty: unknown',
  source_group LowCardinality(String),
  is_payment_dated UInt8,
  group_hash UInt64 COMMENT 'stands for operation, key, source group and is_payment_dated',
  line LowCardinality(String),
  publisher_account_key String,
  currency LowCardinality(String),
  amount Decimal(38, 8),
  rate Int64 COMMENT '1e-10 EUR for one unit; 0: none',
  is_offshore UInt8,
  first_day Int32 COMMENT 'first day of service, in days since 1970-01-01, as all days here',
  last_day Int32,
  value_day Nullable(Int32),
  statement_day Nullable(Int32),
  window_first Int32,
  window_last Int32,
  first_window_month Int32 COMMENT 'in months since year 0, as all months here',
  last_window_month Int32,
  month Int32 COMMENT 'month of service that the part is in',
  place_hash UInt64 COMMENT 'stands for the property, with its share',
  part_first Int32 COMMENT 'first day of the part',
  days Int32 COMMENT 'days of the part',
  period_days Int32 COMMENT 'days of the flow',
  property_share Int32 COMMENT 'millionths',
  publisher_share Int32 COMMENT 'millionths; -1: gross money without a known share',
  why LowCardinality(String) COMMENT 'why the part cannot count, as a code; empty: it can',
  paid Int128 COMMENT '1e-10 EUR; of a part that cannot count what it would be',
  taken Int128 COMMENT '1e-10 EUR: what a take-back takes from the part, which has a row of its own'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
SETTINGS min_bytes_for_wide_part = 67108864, max_bytes_to_merge_at_max_space_in_pool = 1
COMMENT 'parts of flows by operation, property, month and publisher share; and what was taken of them';

CREATE TABLE IF NOT EXISTS reversal_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)',
  source LowCardinality(String),
  flow_id String,
  basis LowCardinality(String),
  amount Decimal(38, 8),
  currency LowCardinality(String),
  publisher_account_key String,
  key LowCardinality(String) COMMENT 'its own network key',
  source_group LowCardinality(String),
  is_dated UInt8 COMMENT '0: it has no day of its own',
  last_day Int32 COMMENT 'last day of service, in days since 1970-01-01, as all days here',
  value_day Nullable(Int32),
  statement_day Nullable(Int32),
  named_flow_id String COMMENT 'flow that it names; empty: none',
  target_hash UInt64 COMMENT 'the flow that it takes back; 0: it names none that is known'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'reversals in force, with what they name (M-REVERSAL)';

CREATE TABLE IF NOT EXISTS take_back_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  flow_hash UInt64 COMMENT 'the reversal: cityHash64(source, flow_id)',
  source LowCardinality(String),
  flow_id String,
  source_group LowCardinality(String) COMMENT 'group of its source on its own key',
  acts LowCardinality(String) COMMENT 'on_target or unplaced',
  key LowCardinality(String) COMMENT 'key of what it takes back; empty: unknown',
  target_group UInt64 COMMENT 'group_hash of its target',
  amount Decimal(38, 8),
  currency LowCardinality(String),
  eur Int128 COMMENT '1e-10 EUR: what of it concerns the operation, at the highest of its rates',
  has_rate UInt8 COMMENT '0: it takes all that it meets',
  is_above UInt8 COMMENT '1: it takes back more than its target was',
  is_money UInt8 COMMENT '1: its target can count',
  day Int32 COMMENT 'day by which take-backs are ordered',
  money_day Nullable(Int32) COMMENT 'value date, else statement date',
  target_value_day Nullable(Int32),
  month Int32 COMMENT 'month that an unplaced one is taken from first',
  window_first Int32 COMMENT 'window of its target',
  window_last Int32,
  first_window_month Int32,
  last_window_month Int32
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'what of each reversal concerns which operation';

CREATE TABLE IF NOT EXISTS group_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  key LowCardinality(String),
  source_group LowCardinality(String),
  is_payment_dated UInt8,
  group_hash UInt64,
  total Int128 COMMENT '1e-10 EUR',
  is_near UInt8,
  crossing UInt32,
  rank UInt32,
  owned_months Array(Int32) COMMENT 'months since year 0, ascending'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'groups of each operation and key by rank, and the months that each owns (M-OWNER)';

CREATE TABLE IF NOT EXISTS idle_window_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  group_hash UInt64,
  first_window_month Int32,
  last_window_month Int32
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'windows of flows of which the group does not own every month: these flows do not count';

CREATE TABLE IF NOT EXISTS ledger_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  key LowCardinality(String),
  month Int32 COMMENT 'months since year 0',
  line LowCardinality(String),
  eur Int128 COMMENT '1e-10 EUR: what counts, less what was taken back',
  left_out Int128 COMMENT 'paid parts that rest on assumptions that are left out',
  apportioned Int128 COMMENT 'of eur, what rests on even_spread',
  payment_dated Int128 COMMENT 'of eur, what is dated by payment alone',
  offshore Int128 COMMENT 'of eur, what went to offshore places',
  has_paid UInt8 COMMENT '1: some part is above 0',
  has_left_out UInt8 COMMENT '1: some part is left out by an assumption',
  has_shared UInt8 COMMENT '1: something is left of a part that is a proven share'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'documented money by network key, month and line, before M-CARRY and M-UNPLACED';

CREATE TABLE IF NOT EXISTS settled_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  is_known UInt8 COMMENT 'side: 1 all known network keys, 0 the key unknown (M-ORIGIN)',
  month Int32 COMMENT 'months since year 0',
  line LowCardinality(String),
  eur Int128 COMMENT '1e-10 EUR: what is left after M-CARRY and M-UNPLACED',
  unplaced Int128 COMMENT '1e-10 EUR: what these took'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'what is left of each month and line, for each side';

CREATE TABLE IF NOT EXISTS gone_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  is_known UInt8 COMMENT 'side: 1 all known network keys, 0 the key unknown (M-ORIGIN)',
  is_short UInt8 COMMENT '1: reversals might exchange flows; the plain form decides',
  flow_hashes Array(UInt64),
  taken Array(Int128) COMMENT '1e-10 EUR: what is taken from each of these flows'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'what take-backs take from the counting flows of other groups (M-GONE)';

CREATE TABLE IF NOT EXISTS chosen_side_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  is_known UInt8 COMMENT '1: all known network keys, 0: the key unknown'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the side that counts of each operation (M-ORIGIN)';

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
