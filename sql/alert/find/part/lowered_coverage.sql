-- Purpose: the pairs of source and network whose coverage begins earlier than the last evaluation
-- knew.
-- Parameters: sequence. `sequence` is that of the evaluation that runs.
-- Returns: a SELECT: source, network_key.
SELECT
  source,
  network_key
FROM alert_coverage
GROUP BY source, network_key
HAVING countIf(sequence < {sequence:UInt64}) > 0
  AND min(first_day) < minIf(first_day, sequence < {sequence:UInt64})
