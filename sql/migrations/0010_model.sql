-- The audience side in full: declared policies, the reference class, and work lists that the model
-- is computed over.

CREATE TABLE IF NOT EXISTS audience_policy {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  source LowCardinality(String) COMMENT 'the panel',
  permits LowCardinality(String) COMMENT 'primary: the panel goes before others; unquantified: its measurements without panel size may be shown',
  valid_from Date32 COMMENT 'first day; the policy holds for months that lie in it wholly',
  valid_to Date32 COMMENT 'last day, included',
  declared_on Date32 COMMENT 'day of the declaration; it holds for months whose measurements all came later',
  declared_by String COMMENT 'who declared it, by role',
  reason String COMMENT 'why'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, permits, source, valid_from)
COMMENT 'which panel goes before others, and which may be shown without a sampling limit, declared before the figures came';

CREATE TABLE IF NOT EXISTS reference_case {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  number UInt32 COMMENT 'position in the file, from 1',
  site String COMMENT 'the case, as the file names it',
  names Array(String) COMMENT 'names by which the case is left out for its own operation: domains, and the name in lower case with hyphens',
  unit LowCardinality(String) COMMENT 'visitors, visits or page_views of one month; empty for a refused case',
  eur_per_unit Decimal(28, 10) COMMENT 'revenue of a month per unit of audience, truncated to 10 decimals; 0 for a refused case',
  evidence_class LowCardinality(String) COMMENT 'what established the revenue',
  refusal String COMMENT 'why the case is not in the reference class; empty: it is',
  source String COMMENT 'where the case was read'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, number)
COMMENT 'cases of the library, classified for the reference class (METHOD 5)';

ALTER TABLE reference_version {{on_cluster}}
  COMMENT COLUMN name 'name of the reference table';

CREATE TABLE IF NOT EXISTS audience_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month String, source LowCardinality(String), record_id String, revision UInt32, sha256 FixedString(32), site_domain String, country String, device LowCardinality(String),
  unique_visitors Nullable(UInt64), visits Nullable(UInt64), page_views Nullable(UInt64), panel_size Nullable(UInt64), universe Nullable(UInt64), design_effect Decimal(18, 6),
  came_at DateTime64(3, 'UTC'), alpha_each_ppm UInt32, contamination Int64, problem LowCardinality(String),
  visitors_lower UInt64, visits_lower Int64, page_views_lower Int64, measured_pages Int64, implied_pages Int64,
  can_measure UInt8, can_imply UInt8, rate_product Int256
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the view audience_limited_at, over which the model of a run is computed';

CREATE TABLE IF NOT EXISTS slot_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month String, site_domain String, network String COMMENT 'as the crawls name it, in lower case',
  per_page Int64 COMMENT 'slots on a page, in millionths: the lowest of the crawls of the month',
  crawls UInt64 COMMENT 'crawls of the month with enough pages', pages_sampled UInt64 COMMENT 'pages looked at in the smallest of them'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'slots that crawls show, of networks with no documented flow for the operation and month';

CREATE TABLE IF NOT EXISTS class_rate_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, unit LowCardinality(String), cases UInt32 COMMENT 'k: cases in the class without the operation itself',
  rate Int64 COMMENT 'smallest revenue of a month per unit among them, in 1e-10 EUR', site String COMMENT 'the case that has it', number UInt32 COMMENT 'its position in the file'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'the reference class of each operation with a measurement';

ALTER TABLE modelled_of {{on_cluster}}
  ADD COLUMN IF NOT EXISTS source LowCardinality(String) COMMENT 'panel whose money counts: the primary one, or the one with the least',
  ADD COLUMN IF NOT EXISTS is_primary UInt8 COMMENT '1: it counts because it was declared primary',
  ADD COLUMN IF NOT EXISTS rung LowCardinality(String) COMMENT 'L2 when crawled slots give more than audience times rates alone, else L3',
  ADD COLUMN IF NOT EXISTS audience_units Int128 COMMENT 'audience times rates (L3), in 1e-4 EUR',
  ADD COLUMN IF NOT EXISTS slot_units Int128 COMMENT 'audience times crawled slots times rates (L2), in 1e-4 EUR',
  ADD COLUMN IF NOT EXISTS class_units Nullable(Int128) COMMENT 'audience times the smallest rate of the reference class, in 1e-4 EUR; null: no class',
  ADD COLUMN IF NOT EXISTS class_cases UInt32 COMMENT 'k of the class that gave class_units; a new case lies above the smallest of k with probability k/(k+1)';

DROP VIEW IF EXISTS rate_low_at {{on_cluster}};

DROP VIEW IF EXISTS modelled_at {{on_cluster}};
