-- Purpose: the episodes that give an alert, among what was paid by month. Parameters: scope (of
-- events), part (list of months; episodes get the same name), baseline_days, materiality_eur (whole
-- units of 0.0001), silent_months, enforcement_days.
INSERT INTO alert_episode_of (scope, operation, level, key, first_month, last_month, amount, flow_count, silent, place, new_levels, returned_levels, counting,
  event_type, event_day)
SELECT {part:String}, operation, level, key, first_month, last_month, amount, flow_count, silent, place, new_levels, returned_levels, counting, event.2, event.1
FROM (
  {{include alert/find/part/episode
    months: (SELECT * FROM alert_month_of WHERE scope = {part:String})
    events: (SELECT * FROM alert_event_of WHERE scope = {scope:String})
    baseline_days: {baseline_days:UInt32}
    materiality_eur: {materiality_eur:Int64}
    silent_months: {silent_months:UInt32}
    enforcement_days: {enforcement_days:UInt32}
  }}
)
WHERE silence = ''
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
