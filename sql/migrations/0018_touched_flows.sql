-- Flows that a run over new records has to look at, also by the first columns of the sorting key of
-- flow_record, so that the engine finds their granules. A work list: nothing is in it between runs.

DROP TABLE IF EXISTS touched_flow_of {{on_cluster}};

CREATE TABLE IF NOT EXISTS touched_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  source String COMMENT 'who reports',
  flow_id String COMMENT 'identifier within the source',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'flows of the sites of a run, and flows that are tied to them in one step or two';
