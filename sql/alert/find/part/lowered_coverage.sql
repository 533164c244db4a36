-- Purpose: the pairs of source and network whose coverage begins earlier than the last evaluation
-- knew.
-- Parameters: sequence. `sequence` is that of the evaluation that runs.
-- Returns: a SELECT: source, network.
SELECT
  source,
  network
FROM alert_coverage
GROUP BY source, network
HAVING countIf(sequence < {sequence:UInt64}) > 0
  AND min(first_day) < minIf(first_day, sequence < {sequence:UInt64})
