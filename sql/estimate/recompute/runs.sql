-- Purpose: complete runs of the estimate, the last one first. Parameter: run (beginning of a run
-- id; empty: all).
-- Returns: run_id, sequence, finished_at, method_version, reference_versions, watermark,
-- fingerprint, scope, alpha_ppm, changed (floors that it changed).
SELECT r.run_id AS run_id, r.sequence AS sequence, r.finished_at AS finished_at, r.method_version AS method_version, r.reference_versions AS reference_versions,
  r.watermark AS watermark, r.fingerprint AS fingerprint, r.scope AS scope, r.alpha_ppm AS alpha_ppm, c.changed AS changed
FROM (SELECT * FROM estimate_run FINAL WHERE startsWith(run_id, {run:String})) AS r
LEFT ANY JOIN (SELECT sequence AS c_sequence, run_id AS c_run, count() AS changed FROM floor_revision FINAL GROUP BY sequence, run_id) AS c
  ON r.sequence = c.c_sequence AND r.run_id = c.c_run
ORDER BY sequence DESC
SETTINGS join_use_nulls = 0
