-- Purpose: complete runs of the estimate, the last one first. The parameter is the beginning of a
-- run id; an empty one means all.
-- Parameters: run.
-- Returns: run_id, sequence, finished_at, method_version, reference_versions, watermark,
-- fingerprint, scope, alpha_ppm, changed (how many floors the run changed).
WITH
  run AS (
    SELECT *
    FROM estimate_run FINAL
    WHERE startsWith(run_id, {run:String})
  ),
  changed_by AS (
    SELECT
      sequence, run_id,
      count() AS changed
    FROM floor_revision FINAL
    GROUP BY sequence, run_id
  )
SELECT
  run.run_id AS run_id,
  run.sequence AS sequence,
  run.finished_at AS finished_at,
  run.method_version AS method_version,
  run.reference_versions AS reference_versions,
  run.watermark AS watermark,
  run.fingerprint AS fingerprint,
  run.scope AS scope,
  run.alpha_ppm AS alpha_ppm,
  changed_by.changed AS changed
FROM run
LEFT ANY JOIN changed_by
  ON run.sequence = changed_by.sequence AND run.run_id = changed_by.run_id
ORDER BY sequence DESC
SETTINGS join_use_nulls = 0
