-- A run reads reference data once; and a flow that is spread over two months is plain.

CREATE TABLE IF NOT EXISTS constant_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  month_currencies Array(String), month_offsets Array(Int32), first_month Int32, last_month Int32, month_rates Array(Int64),
  has_fixed UInt8, fixed_currencies Array(String), fixed_from Array(Int32), fixed_rates Array(Int64),
  has_daily UInt8, first_day Int32, last_day Int32, day_currencies Array(String), day_offsets Array(Int32), day_rates Array(Int64),
  offshore_places Array(String), offshore_from Array(Int32), offshore_to Array(Int32), has_later Array(UInt8), later_offshore Array(Array(Tuple(Int32, Int32))),
  contract_keys Array(String), contract_from Array(Array(Int32)), contract_share Array(Array(Int32)),
  networks Array(String) COMMENT 'each at the position that is its number in name_of; likewise lines and sources', lines Array(String), sources Array(String),
  pairs Array(UInt64) COMMENT 'network number x 2^32 + source number, of sources declared disjoint on a network', pair_groups Array(UInt32) COMMENT 'number of the source group of each pair',
  grouped_sources Array(UInt32) COMMENT 'sources declared disjoint on every network', source_groups Array(UInt32) COMMENT 'number of the source group of each'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'one row: the views rate_table, offshore_table, contract_table and source_group as they are when a run begins';

-- Flows that are already here keep the old value: they are treated as special, which costs time and
-- changes nothing.
ALTER TABLE flow_record {{on_cluster}}
  MODIFY COLUMN is_unlike UInt8 MATERIALIZED status = 'reversed' OR upstream_flow_id IS NOT NULL OR basis != 'net' OR site_domain = ''
    OR (toYear(period_end) - toYear(period_start)) * 12 + toMonth(period_end) - toMonth(period_start) > 1 COMMENT '1: the flow is special by its own fields (sql/estimate/fill_special.sql)';
