-- Purpose: floors from the records known at a time, or without some assumptions, under the method
-- and reference versions of today. The scope names a work list. An empty operation or month means
-- all.
-- Parameters: scope, operation, month.
-- Returns: as revenue_floor, without month_start, the versions, run_id and known_at.
SELECT
  operation,
  month,
  {{include expressions/floor_figures}}
FROM floor_work
WHERE scope = {scope:String}
  AND ({operation:String} = '' OR operation = {operation:String})
  AND ({month:String} = '' OR month = {month:String})
ORDER BY operation, month
