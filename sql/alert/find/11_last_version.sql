-- Purpose: reads the highest version of a payment, and the last run of the estimate.
-- Returns: version, floor_sequence.
SELECT
  (SELECT max(version) FROM alert_payment) AS version,
  (SELECT max(sequence) FROM estimate_run) AS floor_sequence
