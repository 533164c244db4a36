-- Flows that a run over new records has to look at: without this list it valued every special flow
-- of the warehouse (docs/decisions/0016).
CREATE TABLE IF NOT EXISTS touched_flow_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  flow_hash UInt64 COMMENT 'cityHash64(source, flow_id)'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'flows of the sites of a run, and flows that are tied to them in one step or two';
