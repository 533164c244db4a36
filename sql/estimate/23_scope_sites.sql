-- Purpose: lists the sites that new records can touch, under every revision of them. The records
-- are listed before (21_scope_fresh.sql, 22_scope_linked.sql).
-- Parameters: scope.
INSERT INTO estimate_scope (scope, what, name)
SELECT DISTINCT {scope:String}, 'site', site
FROM (
  SELECT arrayJoin(arrayPushBack(share_domains, site_domain)) AS site FROM flow_record
  WHERE (source, flow_id) IN (SELECT source, record_id FROM fresh_record_of WHERE scope = {scope:String} AND kind IN ('flow', 'linked'))
  UNION ALL
  SELECT site_domain FROM site_record WHERE (source, record_id) IN (SELECT source, record_id FROM fresh_record_of WHERE scope = {scope:String} AND kind = 'site')
  UNION ALL
  SELECT site_domain FROM panel_record WHERE (source, record_id) IN (SELECT source, record_id FROM fresh_record_of WHERE scope = {scope:String} AND kind = 'panel')
  UNION ALL
  SELECT site_domain FROM observation_record WHERE (source, record_id) IN (SELECT source, record_id FROM fresh_record_of WHERE scope = {scope:String} AND kind = 'observation')
)
WHERE site != ''
