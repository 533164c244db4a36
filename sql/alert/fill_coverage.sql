-- Purpose: notes where a source covers a network since earlier than was known. Parameters: scope, sequence (of the evaluation that runs).
INSERT INTO alert_coverage (source, network, first_day, sequence)
SELECT f.new_source, f.new_network, f.earliest, {sequence:UInt64}
FROM (
  SELECT toString(source) AS new_source, toString(network) AS new_network, min(assumeNotNull(coalesce(value_date, statement_date, period_end))) AS earliest
  FROM flow_record
  WHERE (source, flow_id) IN (SELECT source, name FROM alert_scope WHERE scope = {scope:String} AND what = 'flow' AND depth = 0)
  GROUP BY new_source, new_network
) AS f
LEFT ANY JOIN (SELECT source, network, min(first_day) AS known_day, count() AS known FROM alert_coverage GROUP BY source, network) AS c ON f.new_source = c.source AND f.new_network = c.network
WHERE c.known = 0 OR f.earliest < c.known_day
SETTINGS async_insert = 0, join_use_nulls = 0
