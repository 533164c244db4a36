-- Purpose: floors from the records known at a time, or without some assumptions, under the method
-- and reference versions of today. The scope names work lists of sums and of modelled money. An
-- empty operation or month means all.
-- Parameters: scope, without, alpha_ppm, operation, month.
-- Returns: as revenue_floor, without month_start, the versions, run_id and known_at.
SELECT
  operation,
  month,
  floor_eur,
  floor_headline_eur,
  documented_eur,
  apportioned_eur,
  modelled_eur,
  accrued_eur,
  offshore_eur,
  rung,
  confidence,
  status,
  reason,
  visitors_lower
FROM floor_at(
  scope = {scope:String},
  without = {without:Array(String)},
  alpha_ppm = {alpha_ppm:UInt32})
WHERE ({operation:String} = '' OR operation = {operation:String})
  AND ({month:String} = '' OR month = {month:String})
ORDER BY operation, month
