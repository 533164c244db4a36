-- Purpose: lists as special the flows of sites that change hands, when they are outside of the
-- longest span of their site. The spans are listed before (32_fill_spans.sql).
-- Parameters: scope, as_of.
INSERT INTO special_flow_of (scope, flow_hash, why)
SELECT {scope:String}, f.flow_hash, 'special'
FROM (
  SELECT flow_hash, property, service_start, service_end FROM flow_record
  {{include expressions/touched_only}}
    AND {{include expressions/known_by}} AND property IN (SELECT span_property FROM property_span_of WHERE scope = {scope:String} AND is_whole = 0)
) AS f
INNER JOIN (SELECT span_property, longest_operation, longest_from, longest_to FROM property_span_of WHERE scope = {scope:String}) AS s ON f.property = s.span_property
WHERE s.longest_operation = '' OR toInt32(f.service_start) < s.longest_from OR toInt32(f.service_end) > s.longest_to
