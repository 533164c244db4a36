-- Purpose: the last complete run.
-- Returns: run_id, sequence, fingerprint; no row before the first run.
SELECT run_id, sequence, fingerprint FROM estimate_run ORDER BY sequence DESC LIMIT 1
