-- Purpose: finds the contents that stand of the flows of a slice, as flow_top_at has them.
-- Parameter: scope; their rows are fetched before (fill_row.sql). Whoever reads the list takes rows
-- with contents > 0.
INSERT INTO alert_top_of (scope, source, flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, payee_name, account_key, contents)
SELECT {scope:String}, source, flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, payee_name, account_key, contents_of_revision
FROM (
  SELECT *, count() OVER (PARTITION BY source, flow_id, revision) AS contents_of_revision, max(revision) OVER (PARTITION BY source, flow_id) AS latest_revision
  FROM (
    SELECT * FROM alert_top_of
    WHERE scope = {scope:String} AND contents = 0
    ORDER BY known_at LIMIT 1 BY source, flow_id, revision, sha256
  )
)
WHERE revision = latest_revision
SETTINGS async_insert = 0
