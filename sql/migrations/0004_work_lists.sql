-- Work lists that cut the chain of views of a run, because each parameterised view inside another doubles the time to plan
-- (docs/decisions/0004); views that statements took the place of are dropped.

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

DROP VIEW IF EXISTS source_sum_at {{on_cluster}};

DROP VIEW IF EXISTS plain_sum_at {{on_cluster}};

DROP VIEW IF EXISTS flow_standing_at {{on_cluster}};

DROP VIEW IF EXISTS special_top_made_at {{on_cluster}};
