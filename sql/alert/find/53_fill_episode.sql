-- Purpose: finds the episodes that give an alert, among what was paid by month.
-- Parameters: scope, part, baseline_days, materiality_eur, silent_months, enforcement_days. `scope`
-- lists the operations and the events, `part` the months; the episodes get the name of `part`.
-- `materiality_eur` is in whole units of 0.0001 EUR.
INSERT INTO alert_episode_of (
  scope,
  {{include alert/find/part/episode_columns}},
  event_type,
  event_day
)
WITH
  paid_month AS (
    SELECT *
    FROM alert_month_of
    WHERE scope = {part:String}
  ),
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'operation'
  ),
  revision AS (
    SELECT *
    FROM floor_revision FINAL
    WHERE operation IN touched_operation
  ),
  floor AS (
    {{include expressions/floors_in_force
      revisions: revision
    }}
  ),
  event_listed AS (
    SELECT *
    FROM alert_event_of
    WHERE scope = {scope:String}
  ),
  episode AS (
    {{include alert/find/part/episode
      months: paid_month
      floors: floor
      events: event_listed
      baseline_days: {baseline_days:UInt32}
      materiality_eur: {materiality_eur:Int64}
      silent_months: {silent_months:UInt32}
      enforcement_days: {enforcement_days:UInt32}
    }}
  )
SELECT
  {part:String},
  {{include alert/find/part/episode_columns}},
  event.type,
  event.day
FROM episode
WHERE silence = ''
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
