-- Purpose: the last noted run, and the last one that computed every operation.
-- Returns: run_id, sequence, fingerprint, epoch (sequence of the last complete run); no row before
-- the first run.
WITH (SELECT max(sequence) FROM estimate_run WHERE scope = 'all') AS epoch
SELECT
  run_id,
  sequence,
  fingerprint,
  epoch
FROM estimate_run
ORDER BY sequence DESC
LIMIT 1
