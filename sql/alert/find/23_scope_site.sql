-- Purpose: lists the flows of sites whose registry rows are new. Parameter: scope. Reads two
-- columns of all flows: run only when there are such rows.
INSERT INTO alert_scope (scope, what, source, name, depth)
WITH moved AS (
  SELECT site_domain FROM site_record WHERE (source, record_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'site')
)
SELECT DISTINCT {scope:String}, 'flow', toString(source), flow_id, toUInt8(0)
FROM flow_record
WHERE site_domain IN (SELECT site_domain FROM moved) OR hasAny(share_domains, (SELECT groupArray(site_domain) FROM moved))
SETTINGS async_insert = 0
