-- Purpose: finds the contents of the highest revision of special flows with more than one row. More
-- than one content is a dispute. The rows are fetched before (36_fill_rows.sql). A reader of the
-- list takes rows with contents > 0.
-- Parameters: scope.
INSERT INTO special_top_of (scope, source, flow_id, revision, network, line, amount, currency, status, basis, account_country,
  property, share_properties, shares, period_start, period_end, value_date, statement_date, reverses_source, reverses_flow_id, upstream, is_payment_dated, is_void, contents)
SELECT scope, source, flow_id, revision, network, line, amount, currency, status, basis, account_country,
  property, share_properties, shares, period_start, period_end, value_date, statement_date, reverses_source, reverses_flow_id, upstream, is_payment_dated, is_void, rows_of_revision
FROM (
  -- Not sql/expressions/latest_revision.sql: the list has a column `contents`, and no known_at.
  SELECT *, count() OVER (PARTITION BY source, flow_id, revision) AS rows_of_revision, max(revision) OVER (PARTITION BY source, flow_id) AS latest_revision
  FROM (SELECT * FROM special_top_of WHERE scope = {scope:String} AND contents = 0 LIMIT 1 BY source, flow_id, revision, sha256)
)
WHERE revision = latest_revision
  AND NOT (rows_of_revision = 1 AND is_void)
