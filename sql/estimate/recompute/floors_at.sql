-- Purpose: the floors in force behind a run, without what says when and by which run a row was
-- written. Parameter: sequence (of the run).
-- Returns: the figures of each operation and month, by line too, in a fixed order: the bytes that a
-- replay must give again.
SELECT operation, month, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, offshore_eur,
  rung, confidence, status, reason, visitors_lower, lines
FROM (
  SELECT * FROM floor_revision FINAL
  WHERE sequence <= {sequence:UInt64} AND (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
  ORDER BY sequence DESC LIMIT 1 BY operation, month
)
WHERE present = 1
ORDER BY operation, month
