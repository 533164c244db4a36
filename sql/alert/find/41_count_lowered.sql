-- Purpose: how many pairs of source and network are covered since earlier than the last evaluation
-- knew. Parameter: sequence. Returns: lowered.
SELECT count() AS lowered FROM (
  SELECT source, network FROM alert_coverage GROUP BY source, network
  HAVING countIf(sequence < {sequence:UInt64}) > 0 AND min(first_day) < minIf(first_day, sequence < {sequence:UInt64}))
