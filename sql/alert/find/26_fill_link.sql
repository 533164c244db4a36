-- Purpose: keeps what ties the new flows to others, in both directions, under every content. The
-- rows of the flows are fetched before (24_fill_row.sql).
-- Parameters: scope.
INSERT INTO flow_link (source, flow_id, other_source, other_flow_id)
WITH
  -- What a flow takes back, and the flows one step before it.
  tie AS (
    SELECT
      source AS own_source,
      flow_id AS own_flow_id,
      tied.1 AS tied_source,
      tied.2 AS tied_flow_id
    FROM alert_top_of
    ARRAY JOIN arrayPushBack(upstream, (reverses_source, reverses_flow_id)) AS tied
    WHERE scope = {scope:String} AND tied.2 != ''
  )
SELECT DISTINCT
  if(is_forward, own_source, tied_source),
  if(is_forward, own_flow_id, tied_flow_id),
  if(is_forward, tied_source, own_source),
  if(is_forward, tied_flow_id, own_flow_id)
FROM tie
ARRAY JOIN [true, false] AS is_forward
SETTINGS async_insert = 0
