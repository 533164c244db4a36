-- Purpose: fetches all rows of the flows of a slice once, with contents = 0; which of them stand,
-- fill_top.sql says. Parameters: scope, first_depth, last_depth (of the rounds that listed the
-- flows).
INSERT INTO alert_top_of (scope, source, flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, payee_name, account_key, contents)
SELECT {scope:String}, toString(source), flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, tupleElement(site_shares, 'share'), period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, payee_name, account_key, 0
FROM flow_record
WHERE (source, flow_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'flow' AND depth BETWEEN {first_depth:UInt8} AND {last_depth:UInt8})
SETTINGS async_insert = 0
