-- Purpose: notes where a source covers a network since earlier than was known. Parameters: scope,
-- sequence (of the evaluation that runs); the rows of the new flows are fetched before
-- (fill_row.sql).
INSERT INTO alert_coverage (source, network, first_day, sequence)
SELECT f.new_source, f.new_network, f.earliest, {sequence:UInt64}
FROM (
  SELECT source AS new_source, toString(network) AS new_network, min(assumeNotNull(coalesce(value_date, statement_date, period_end))) AS earliest
  FROM alert_top_of
  WHERE scope = {scope:String}
  GROUP BY new_source, new_network
) AS f
LEFT ANY JOIN (SELECT source, network, min(first_day) AS known_day, count() AS known FROM alert_coverage GROUP BY source, network) AS c ON f.new_source = c.source AND f.new_network = c.network
WHERE c.known = 0 OR f.earliest < c.known_day
SETTINGS async_insert = 0, join_use_nulls = 0
