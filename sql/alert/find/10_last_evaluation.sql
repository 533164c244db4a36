-- Purpose: reads the last complete evaluation.
-- Returns: sequence, fingerprint, floor_sequence, watermark (offsets as text); no row before the
-- first evaluation.
SELECT
  sequence,
  fingerprint,
  floor_sequence,
  watermark
FROM alert_evaluation FINAL
ORDER BY sequence DESC
LIMIT 1
