-- Purpose: lists the flows that are tied to those of the round before.
-- Parameters: scope, depth. `depth` is the number of this round.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH
  found_before AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'flow' AND depth = {depth:UInt8} - 1
  )
SELECT DISTINCT
  {scope:String},
  'flow',
  other_source,
  other_flow_id,
  {depth:UInt8}
FROM flow_link
WHERE (source, flow_id) IN found_before
SETTINGS async_insert = 0
