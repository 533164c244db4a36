-- Purpose: lists the flows of the properties of a run, in any of their revisions, and not more than
-- `most`. The properties are listed before (25_scope_other_sites.sql). A flow with proven shares
-- has no property of its own. Together with the others, it would be looked for in every granule.
-- The lengths of the lists of shares, nearly all of them 0, are quickly read. PREWHERE is written
-- out, because the engine does not choose it here.
-- Parameters: scope, most.
INSERT INTO touched_flow_of (scope, source, flow_id, flow_hash)
WITH
  place AS (
    SELECT name
    FROM estimate_scope
    WHERE scope = {scope:String}
      AND what = 'site'
      AND name != ''
  ),
  found AS (
    SELECT source, flow_id, flow_hash
    FROM flow_record
    PREWHERE property IN (SELECT name FROM place)
    UNION ALL
    SELECT source, flow_id, flow_hash
    FROM flow_record
    PREWHERE share_properties.size0 > 0
      AND hasAny(share_properties, (SELECT groupArray(name) FROM place))
  )
SELECT DISTINCT
  {scope:String},
  toString(source),
  flow_id,
  flow_hash
FROM found
LIMIT {most:UInt64}
