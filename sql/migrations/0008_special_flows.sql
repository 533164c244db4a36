-- What a run looks for in every flow is worked out once, when the flow comes in; and the spans of
-- sites are made once for a run.

ALTER TABLE flow_record {{on_cluster}}
  ADD COLUMN IF NOT EXISTS flow_hash UInt64 MATERIALIZED cityHash64(source, flow_id) COMMENT 'stands for (source, flow_id) where a run lists special flows',
  ADD COLUMN IF NOT EXISTS is_unlike UInt8 MATERIALIZED status = 'reversed' OR upstream_flow_id IS NOT NULL OR basis != 'net' OR site_domain = '' OR toYYYYMM(period_start) != toYYYYMM(period_end) COMMENT '1: the flow is special by its own fields (sql/estimate/fill_special.sql)';

CREATE TABLE IF NOT EXISTS site_span_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  span_site String, span_from Array(Int32), span_operation Array(String),
  longest_operation String, longest_from Int32, longest_to Int32, is_whole UInt8
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the view site_span_at, and of each site the longest span that is not claimed twice: its operation (empty: there is none), its days, and whether it is the whole calendar';

DROP VIEW IF EXISTS site_longest_span_at {{on_cluster}};
