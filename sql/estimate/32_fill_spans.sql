-- Purpose: lists for a run the spans of the properties whose owner a registry row or another name
-- decides, and of each property the longest span that is not claimed twice. A run over new records
-- looks at the names of its flows alone: those of all flows take a tenth of a second to read.
-- Parameters: scope, as_of.
INSERT INTO property_span_of (
  scope,
  span_property,
  span_from,
  span_operation,
  longest_from,
  longest_to,
  longest_operation,
  is_whole
)
WITH
  flow_name AS (
    SELECT property, ancestors
    FROM flow_record
    {{include expressions/touched_only}}
      AND notEmpty(ancestors)
    UNION ALL
    SELECT shared.1, shared.2
    FROM flow_record
    ARRAY JOIN arrayZip(share_properties, share_ancestors) AS shared
    {{include expressions/touched_only}}
      AND notEmpty(share_properties)
    UNION ALL
    SELECT property, ancestors
    FROM site_record
  ),
  spanned AS (
    {{include rules/property_span
      names: flow_name
      claims: site_latest_at(as_of = {as_of:DateTime64(3)})
    }}
  ),
  measured AS (
    SELECT
      span_property,
      span_from,
      span_operation,
      arrayPushBack(
        arrayPopFront(span_from),
        {{include expressions/day_after_last}}) AS span_until,
      -- A span that several claim is the last of all, whatever its length.
      arraySort(arrayMap(
        (first_day, day_after, operation) -> (
          if(operation = '', toInt32(1), first_day - day_after),
          first_day,
          day_after - 1,
          operation),
        span_from, span_until, span_operation))[1] AS longest
    FROM spanned
  )
SELECT
  {scope:String},
  span_property,
  span_from,
  span_operation,
  longest.2,
  longest.3,
  longest.4,
  longest.4 != ''
    AND longest.2 = {{include expressions/first_day}}
    AND longest.3 = {{include expressions/last_day}}
FROM measured
