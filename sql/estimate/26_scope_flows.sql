-- Purpose: lists the flows of the sites of a run, in any of their revisions, and not more than
-- `most`. The sites are listed before (25_scope_other_sites.sql). A flow with proven shares has no
-- site of its own. Together with the others, it would be looked for in every granule (migration
-- 0021). The lengths of the lists of shares, nearly all of them 0, are quickly read. PREWHERE is
-- written out, because the engine does not choose it here.
-- Parameters: scope, most.
INSERT INTO touched_flow_of (scope, source, flow_id, flow_hash)
SELECT DISTINCT {scope:String}, toString(source), flow_id, flow_hash
FROM (
  SELECT source, flow_id, flow_hash
  FROM flow_record
  PREWHERE site_domain IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'site' AND name != '')
  UNION ALL
  SELECT source, flow_id, flow_hash
  FROM flow_record
  PREWHERE share_domains.size0 > 0 AND hasAny(share_domains, (SELECT groupArray(name) FROM estimate_scope WHERE scope = {scope:String} AND what = 'site'))
)
LIMIT {most:UInt64}
