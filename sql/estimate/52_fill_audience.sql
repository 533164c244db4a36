-- Purpose: lists the measurements of a run with their lower limits. The limits are in memory before
-- (51_needed_limits.sql).
-- Parameters: scope, as_of, alpha_ppm, without.
INSERT INTO audience_of (scope, operation, month, source, record_id, revision, sha256, property, domain, country, device, unique_visitors, visits, page_views, panel_size, universe,
  design_effect, came_at, alpha_each_ppm, contamination, problem, visitors_lower, visits_lower, page_views_lower, measured_pages, implied_pages, can_measure, can_imply, rate_product)
SELECT {scope:String}, operation, month, source, record_id, revision, sha256, property, domain, country, device, unique_visitors, visits, page_views, panel_size, universe,
  design_effect, came_at, alpha_each_ppm, contamination, problem, visitors_lower, visits_lower, page_views_lower, measured_pages, implied_pages, can_measure, can_imply, rate_product
FROM audience_limited_at(as_of = {as_of:DateTime64(3)}, alpha_ppm = {alpha_ppm:UInt32}, without = {without:Array(String)})
WHERE operation != '' AND (NOT startsWith({scope:String}, 'some') OR operation IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation'))
SETTINGS compile_expressions = 0
