-- Episodes that give an alert, found before the flows that prove them are fetched: only few of the
-- payments that are looked at belong to one.

CREATE TABLE IF NOT EXISTS alert_episode_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, level UInt8, key String, first_month Int32, last_month Int32, amount Int128, flow_count UInt64, silent UInt32, place UInt8,
  new_levels Array(UInt8), event_type String, event_day Int32
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'episodes of a share of the payments that an evaluation looks at: those of sql/body/alert_episode.sql that are not silent';
