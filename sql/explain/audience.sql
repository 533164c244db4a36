-- Purpose: the measurements behind the modelled money of one operation and month (YYYY-MM).
-- Parameters: operation, month, alpha_ppm.
-- Returns: one row for each measurement, with its first coordinates.
SELECT a.source AS source, a.record_id AS record_id, a.revision AS revision, a.property AS site, a.country AS country, a.device AS device,
  a.unique_visitors AS unique_visitors, a.visits AS visits, a.page_views AS page_views, a.panel_size AS panel_size, a.universe AS universe, toString(a.design_effect) AS design_effect,
  a.alpha_each_ppm AS alpha_ppm, a.contamination AS contamination_ppm, a.problem AS problem, a.visitors_lower AS visitors_lower, a.visits_lower AS visits_lower, a.page_views_lower AS page_views_lower,
  lower(hex(a.sha256)) AS sha256, i.topic AS topic, i.partition AS partition, toString(i.offset) AS offset
FROM audience_limited_at(as_of = {{include expressions/everything_known}}, alpha_ppm = {alpha_ppm:UInt32}, without = []) AS a
LEFT ANY JOIN (
  {{include expressions/first_coordinates}}
) AS i ON a.sha256 = i.digest
WHERE a.operation = {operation:String} AND a.month = {month:String}
ORDER BY source, site, country, device, record_id
