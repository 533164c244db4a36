-- Purpose: lists as special the flows of sites that change hands, when they are outside of the
-- longest span of their site. The spans are listed before (32_fill_spans.sql).
-- Parameters: scope, as_of.
INSERT INTO special_flow_of (scope, flow_hash, why)
SELECT {scope:String}, f.flow_hash, 'special'
FROM (
  SELECT flow_hash, site_domain, period_start, period_end FROM flow_record
  {{include expressions/touched_only}}
    AND {{include expressions/known_by}} AND site_domain IN (SELECT span_site FROM site_span_of WHERE scope = {scope:String} AND is_whole = 0)
) AS f
INNER JOIN (SELECT span_site, longest_operation, longest_from, longest_to FROM site_span_of WHERE scope = {scope:String}) AS s ON f.site_domain = s.span_site
WHERE s.longest_operation = '' OR toInt32(f.period_start) < s.longest_from OR toInt32(f.period_end) > s.longest_to
