-- Purpose: keeps what ties the new flows to others, in both directions, under every content. The
-- rows of the flows are fetched before (24_fill_row.sql).
-- Parameters: scope.
INSERT INTO flow_link (source, flow_id, other_source, other_flow_id)
WITH
  -- A reversal and its target have the same source; a hop may have been reported by another one.
  tie AS (
    SELECT
      source AS own_source,
      flow_id AS own_flow_id,
      source AS tied_source,
      assumeNotNull(reverses) AS tied_flow_id
    FROM alert_top_of
    WHERE scope = {scope:String} AND reverses IS NOT NULL
    UNION ALL
    SELECT
      source,
      flow_id,
      ifNull(upstream_source, source),
      assumeNotNull(upstream_flow_id)
    FROM alert_top_of
    WHERE scope = {scope:String} AND upstream_flow_id IS NOT NULL
  )
SELECT DISTINCT
  if(is_forward, own_source, tied_source),
  if(is_forward, own_flow_id, tied_flow_id),
  if(is_forward, tied_source, own_source),
  if(is_forward, tied_flow_id, own_flow_id)
FROM tie
ARRAY JOIN [true, false] AS is_forward
WHERE own_flow_id != '' AND tied_flow_id != ''
SETTINGS async_insert = 0
