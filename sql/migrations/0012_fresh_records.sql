-- Records behind the watermark of the last run. They were words of one statement, which the engine
-- planned once for each place that named them: 1.3 s over nothing, for every run that follows new
-- records (docs/decisions/0016).
CREATE TABLE IF NOT EXISTS fresh_record_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  kind LowCardinality(String) COMMENT 'kind of the record; linked: a flow that a new flow points to, or that points to one',
  source String COMMENT 'who reports',
  record_id String COMMENT 'identifier within the source; of a flow its flow_id'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'records that came in since the last run, and flows that are tied to them';
