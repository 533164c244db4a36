-- Purpose: M-PROPERTY. Lists the spans of the properties that a registry row covers. The others are
-- operations of their own.
-- Parameters: scope, as_of.
INSERT INTO property_span_of (scope, span_property, span_from, span_operation)
WITH
  claim AS (
    SELECT *
    FROM site_latest_at(as_of = {as_of:DateTime64(3)})
  ),
  flow_name AS (
    SELECT
      property,
      ancestors
    FROM flow_record
    UNION ALL
    SELECT
      shared.1,
      shared.2
    FROM flow_record
    ARRAY JOIN arrayZip(share_properties, share_ancestors) AS shared
    WHERE notEmpty(share_properties)
    UNION ALL
    SELECT
      property,
      ancestors
    FROM panel_record
  ),
  claimed_name AS (
    SELECT property AS claimed
    FROM site_latest_at(as_of = {as_of:DateTime64(3)})
  ),
  each_name AS (
    SELECT DISTINCT
      property,
      ancestors
    FROM flow_name
  ),
  covered_name AS (
    SELECT DISTINCT
      property,
      ancestors
    FROM each_name
    ARRAY JOIN arrayPushFront(ancestors, property) AS covering
    WHERE covering IN (SELECT claimed FROM claimed_name)
  ),
  span AS (
    {{include rules/property_span
      names: covered_name
      claims: claim
    }}
  )
SELECT
  {scope:String},
  span_property,
  span_from,
  span_operation
FROM span
