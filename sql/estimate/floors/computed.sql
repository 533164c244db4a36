-- Purpose: floors from the records known at a time, or without some assumptions, under the method
-- and reference versions of today.
-- Parameters: operation, month (empty: all), scope (work lists of sums and of modelled money),
-- without, alpha_ppm. Returns: as revenue_floor, without run_id and known_at.
SELECT operation, month, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, offshore_eur,
  rung, confidence, status, reason, visitors_lower
FROM floor_at(scope = {scope:String}, without = {without:Array(String)}, alpha_ppm = {alpha_ppm:UInt32})
WHERE ({operation:String} = '' OR operation = {operation:String}) AND ({month:String} = '' OR month = {month:String})
ORDER BY operation, month
