-- Purpose: lists the flows of the sites of a run, in any of their revisions. Parameter: scope; the sites are listed before (scope_other_sites.sql).
INSERT INTO touched_flow_of (scope, flow_hash)
SELECT DISTINCT {scope:String}, flow_hash
FROM (
  SELECT flow_hash, site_domain AS site FROM flow_record WHERE site_domain != ''
  UNION ALL
  SELECT flow_hash, arrayJoin(share_domains) FROM flow_record WHERE site_domain = ''
)
WHERE site IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'site')
SETTINGS async_insert = 0
