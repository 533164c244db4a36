-- Purpose: finds the contents of the special flows of a run once. Parameters: scope, as_of; the list of special flows is made before (fill_special.sql).
INSERT INTO special_top_of (scope, source, flow_id, revision, network, line, amount, currency, status, basis, account_country,
  site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, contents)
SELECT {scope:String}, * FROM special_top_made_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String})
SETTINGS async_insert = 0, max_insert_threads = 4
