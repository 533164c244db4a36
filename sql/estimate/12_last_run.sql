-- Purpose: the last complete run. Parameters: none. Returns: run_id, sequence, fingerprint; no row
-- at first.
SELECT run_id, sequence, fingerprint FROM estimate_run ORDER BY sequence DESC LIMIT 1
