-- Purpose: reads the highest version of a payment, the last run of the estimate, and the last one
-- that computed every operation.
-- Returns: version, floor_sequence, epoch.
SELECT
  (SELECT max(version) FROM alert_payment) AS version,
  (SELECT max(sequence) FROM estimate_run) AS floor_sequence,
  (SELECT max(sequence) FROM estimate_run WHERE scope = 'all') AS epoch
