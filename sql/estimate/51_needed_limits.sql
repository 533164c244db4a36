-- Purpose: measurements whose lower limit is not in memory yet.
-- Parameters: as_of, alpha_ppm, without.
-- Returns: unique_visitors, universe, panel_size, design_effect, alpha_ppm, contamination_ppm:
-- arguments of the limit.
SELECT DISTINCT assumeNotNull(unique_visitors) AS unique_visitors, assumeNotNull(universe) AS universe, assumeNotNull(panel_size) AS panel_size,
  toString(design_effect) AS design_effect, alpha_each_ppm AS alpha_ppm, toUInt32(contamination) AS contamination_ppm
FROM audience_at(as_of = {as_of:DateTime64(3)}, alpha_ppm = {alpha_ppm:UInt32}, without = {without:Array(String)})
WHERE problem = '' AND (assumeNotNull(unique_visitors), assumeNotNull(universe), assumeNotNull(panel_size), design_effect, alpha_each_ppm, toInt64(contamination)) NOT IN (
  SELECT unique_visitors, universe, panel_size, design_effect, alpha_ppm, reinterpretAsInt64(contamination) FROM audience_limit)
