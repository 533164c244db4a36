-- Purpose: computes the floors of the regular operations into floor_work.
-- Parameters: scope.
INSERT INTO floor_work (
  scope, operation, month, floor_eur, floor_headline_eur, documented_eur, apportioned_eur,
  modelled_eur, accrued_eur, offshore_eur, payment_dated_eur, unplaced_reversal_eur, rung,
  confidence, status, reason, visitors_lower, lines)
SELECT
  {scope:String},
  operation,
  month,
  floor_eur,
  floor_headline_eur,
  documented_eur,
  apportioned_eur,
  modelled_eur,
  accrued_eur,
  offshore_eur,
  payment_dated_eur,
  unplaced_reversal_eur,
  rung,
  confidence,
  status,
  reason,
  visitors_lower,
  lines
FROM (
  {{include rules/floor}}
)
SETTINGS join_use_nulls = 0, max_insert_threads = 4
