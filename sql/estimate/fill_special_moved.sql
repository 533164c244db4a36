-- Purpose: lists the flows of sites that change hands and are outside of the longest span of their site as special. Parameters: scope, as_of.
INSERT INTO special_flow_of (scope, flow_hash, is_repeated)
SELECT {scope:String}, cityHash64(f.source, f.flow_id), toUInt8(0)
FROM (
  SELECT source, flow_id, site_domain, period_start, period_end FROM flow_record
  WHERE known_at <= {as_of:DateTime64(3)} AND site_domain IN (SELECT longest_site FROM site_longest_span_at(as_of = {as_of:DateTime64(3)}) WHERE NOT is_whole)
) AS f
INNER JOIN site_longest_span_at(as_of = {as_of:DateTime64(3)}) AS s ON f.site_domain = s.longest_site
WHERE s.longest_operation = '' OR toInt32(f.period_start) < s.longest_from OR toInt32(f.period_end) > s.longest_to
SETTINGS async_insert = 0
