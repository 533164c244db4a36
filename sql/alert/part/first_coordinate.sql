-- Purpose: where each content of a flow was seen first: its lowest topic, partition and offset.
-- Words: coordinates. They are rows of flow_coordinate.
-- Columns: source, flow_id, revision, sha256, lowest.
SELECT
  source,
  flow_id,
  revision,
  sha256,
  CAST(
    min((topic, partition, offset)),
    'Tuple(topic String, partition UInt32, offset UInt64)') AS lowest
FROM {{coordinates}}
GROUP BY source, flow_id, revision, sha256
