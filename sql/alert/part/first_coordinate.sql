-- Purpose: where each content of a flow was seen first: its lowest topic, partition and offset.
-- Words: coordinates. They are rows of flow_coordinate.
-- Returns: a SELECT: source, flow_id, revision, sha256, lowest.
SELECT
  source,
  flow_id,
  revision,
  sha256,
  {{include expressions/lowest_place}} AS lowest
FROM {{coordinates}}
GROUP BY source, flow_id, revision, sha256
