-- Purpose: when the class of comparable operations in force was made, and what changed since.
-- Returns: made_at, made_ms (0: there is no class), members (of any stratum), changed_operations
-- (with an audience, computed since).
WITH
  (SELECT max(sequence) FROM estimate_run WHERE scope = 'all') AS epoch_in_force
SELECT
  (SELECT toString(max(finished_at)) FROM estimate_run WHERE sequence = epoch_in_force) AS made_at,
  (
    SELECT toUnixTimestamp64Milli(max(finished_at))
    FROM estimate_run
    WHERE sequence = epoch_in_force
  ) AS made_ms,
  (SELECT uniqExact(member) FROM class_ratio WHERE epoch = epoch_in_force) AS members,
  (
    SELECT uniqExact(operation)
    FROM measured_audience
    WHERE epoch = epoch_in_force
      AND sequence > epoch_in_force
      AND (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
  ) AS changed_operations
