-- Purpose: keeps what ties the new flows to others, in both directions, under every content.
-- Parameter: scope; their rows are fetched before (fill_row.sql).
INSERT INTO flow_link (source, flow_id, other_source, other_flow_id)
SELECT DISTINCT ends.1, ends.2, ends.3, ends.4
FROM (
  SELECT source AS own_source, flow_id AS own_id, reverses, ifNull(upstream_source, source) AS hop_source, upstream_flow_id
  FROM alert_top_of
  WHERE scope = {scope:String} AND (reverses IS NOT NULL OR upstream_flow_id IS NOT NULL)
)
ARRAY JOIN arrayFilter(e -> e.2 != '' AND e.4 != '', [
  (own_source, own_id, own_source, ifNull(reverses, '')), (own_source, ifNull(reverses, ''), own_source, own_id),
  (own_source, own_id, hop_source, ifNull(upstream_flow_id, '')), (hop_source, ifNull(upstream_flow_id, ''), own_source, own_id)]) AS ends
SETTINGS async_insert = 0
