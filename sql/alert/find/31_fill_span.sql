-- Purpose: finds which operation each site of the flows of a slice belongs to, on which days, as
-- property_span_at does. That view takes the names of all flows, of which there may be millions.
-- The rows of the flows are fetched before (24_fill_row.sql).
-- Parameters: scope.
INSERT INTO property_span_of (scope, span_property, span_from, span_operation)
WITH
  site_name AS (
    SELECT property, ancestors
    FROM alert_top_of
    WHERE scope = {scope:String} AND contents = 0 AND property != ''
    UNION ALL
    SELECT shared.1, shared.2
    FROM alert_top_of
    ARRAY JOIN arrayZip(share_properties, share_ancestors) AS shared
    WHERE scope = {scope:String} AND contents = 0
  ),
  site_span AS (
    {{include rules/property_span
      names: site_name
      claims: site_latest_at(as_of = {{include expressions/everything_known}})
    }}
  )
SELECT
  {scope:String},
  span_property,
  span_from,
  span_operation
FROM site_span
SETTINGS async_insert = 0
