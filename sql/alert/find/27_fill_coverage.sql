-- Purpose: notes where a source covers a network since an earlier day than was known; money whose
-- network is unknown is covered like that of a network. A reversal without any day says nothing of
-- it. The rows of the new flows are fetched before (24_fill_row.sql).
-- Parameters: scope, sequence. `sequence` is that of the evaluation that runs.
INSERT INTO alert_coverage (source, network_key, first_day, sequence)
WITH
  found AS (
    SELECT
      source AS found_source,
      toString(network_key) AS found_network,
      min({{include alert/find/part/money_day}}) AS found_day
    FROM alert_top_of
    WHERE scope = {scope:String}
      AND NOT (is_payment_dated AND value_date IS NULL AND statement_date IS NULL)
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
