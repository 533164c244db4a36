-- Work lists that cut the chain of views of a run, because each parameterised view inside another
-- doubles the time to plan (docs/decisions/0004); views that statements took the place of are
-- dropped.

CREATE TABLE IF NOT EXISTS modelled_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month String, visitors_lower UInt64, modelled_units Int128, has_model UInt8, usable UInt8, problem String
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'modelled money of each operation and month; see the view modelled_at';

CREATE TABLE IF NOT EXISTS special_valued_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source LowCardinality(String), network LowCardinality(String), line LowCardinality(String), amount Decimal(18, 4), rate Int64,
  basis LowCardinality(String), target_basis LowCardinality(String), target_network LowCardinality(String), standing LowCardinality(String), is_offshore UInt8,
  site_domain String, share_domains Array(String), shares Array(Decimal(9, 6)), period_start Date32, period_end Date32
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'special flows as the body flow_valued gives them';

CREATE TABLE IF NOT EXISTS name_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  what LowCardinality(String) COMMENT 'network, line, source or operation',
  name String,
  number UInt32 COMMENT 'position among the names in order, from 1'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'numbers that stand for names while a run adds up: keys of numbers are grouped in a third of the time of keys of strings';

-- In place of source_sum_of.
CREATE TABLE IF NOT EXISTS numbered_sum_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation UInt32, month UInt32, network UInt32, line UInt32, source_group UInt32,
  paid Int128, kept Int128, apportioned Int128, offshore Int128, shared UInt8, accrued Int128, has_paid UInt64, has_kept UInt64
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'sums of each source group by line; names by their number in name_of';

DROP VIEW IF EXISTS source_sum_at {{on_cluster}};

DROP VIEW IF EXISTS plain_sum_at {{on_cluster}};

DROP VIEW IF EXISTS flow_standing_at {{on_cluster}};

DROP VIEW IF EXISTS special_top_made_at {{on_cluster}};

DROP VIEW IF EXISTS counting_source_of {{on_cluster}};

DROP VIEW IF EXISTS accrued_of {{on_cluster}};

DROP TABLE IF EXISTS source_sum_of {{on_cluster}};

DROP VIEW IF EXISTS special_found_at {{on_cluster}};
