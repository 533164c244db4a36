-- Purpose: the last complete evaluation. Parameters: none. Returns: sequence, fingerprint,
-- floor_sequence, watermark (offsets as text); no row at first.
SELECT sequence, fingerprint, floor_sequence, watermark FROM alert_evaluation FINAL ORDER BY sequence DESC LIMIT 1
