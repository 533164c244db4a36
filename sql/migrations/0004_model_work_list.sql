-- A work list that cuts the chain of views of a run, because each parameterised view inside another doubles the time to plan
-- (docs/decisions/0004); views that statements took the place of are dropped.

CREATE TABLE IF NOT EXISTS modelled_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month String, visitors_lower UInt64, modelled_units Int128, has_model UInt8, usable UInt8, problem String
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'modelled money of each operation and month; see the view modelled_at';

DROP VIEW IF EXISTS source_sum_at {{on_cluster}};

DROP VIEW IF EXISTS plain_sum_at {{on_cluster}};

DROP VIEW IF EXISTS flow_standing_at {{on_cluster}};
