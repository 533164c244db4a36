-- Purpose: fetches the contents that stand of the flows of a slice, as flow_top_at has them. Parameter: scope.
INSERT INTO alert_top_of (scope, source, flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, payee_name, account_key, contents)
SELECT {scope:String}, toString(source), flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, tupleElement(site_shares, 'share'), period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, payee_name, account_key, contents
FROM (
  SELECT *, count() OVER (PARTITION BY source, flow_id, revision) AS contents, max(revision) OVER (PARTITION BY source, flow_id) AS latest_revision
  FROM (
    SELECT * FROM flow_record
    WHERE (source, flow_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'flow')
    ORDER BY known_at LIMIT 1 BY source, flow_id, revision, sha256
  )
)
WHERE revision = latest_revision
SETTINGS async_insert = 0
