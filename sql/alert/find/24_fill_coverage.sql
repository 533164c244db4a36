-- Purpose: notes where a source covers a network since an earlier day than was known; money whose
-- network is unknown is covered like that of a network. A reversal without any day says nothing of
-- it. The new flows are listed before (21_scope_fresh.sql).
-- Parameters: scope, sequence. `sequence` is that of the evaluation that runs.
INSERT INTO alert_coverage (source, network_key, first_day, sequence)
WITH
  listed AS (
    SELECT
      source,
      name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'flow'
  ),
  found AS (
    SELECT
      toString(source) AS found_source,
      toString(network_key) AS found_network,
      min({{include alert/find/part/money_day}}) AS found_day
    FROM flow_record
    WHERE (source, flow_id) IN listed
      AND coalesce(value_date, statement_date, period_end) IS NOT NULL
    GROUP BY found_source, found_network
  ),
  known AS (
    SELECT
      source,
      network_key,
      min(first_day) AS known_day,
      count() AS known_rows
    FROM alert_coverage
    GROUP BY source, network_key
  )
SELECT
  found_source,
  found_network,
  found_day,
  {sequence:UInt64}
FROM found
LEFT ANY JOIN known ON found_source = known.source AND found_network = known.network_key
WHERE known_rows = 0 OR found_day < known_day
SETTINGS async_insert = 0, join_use_nulls = 0
