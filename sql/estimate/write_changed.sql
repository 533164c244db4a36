-- Purpose: takes over the computed floors that differ from those in force, and ends those that have no evidence left.
-- Parameters: scope, sequence, run_id, method_version, rate_card_version, known_at.
INSERT INTO floor_revision (operation, month, sequence, run_id, present, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, ceiling_eur,
  offshore_eur, rung, confidence, status, reason, visitors_lower, lines, method_version, rate_card_version, known_at)
WITH
  current AS (
    SELECT * FROM (
      SELECT * FROM floor_revision FINAL WHERE (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
      ORDER BY sequence DESC LIMIT 1 BY operation, month
    )
    WHERE present = 1 AND (NOT startsWith({scope:String}, 'some') OR operation IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation'))
  )
SELECT operation, month, {sequence:UInt64}, {run_id:String}, 1, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, ceiling_eur,
  offshore_eur, rung, confidence, status, reason, visitors_lower, lines, {method_version:String}, {rate_card_version:String}, {known_at:DateTime64(3)}
FROM floor_work
WHERE scope = {scope:String}
  AND (operation, month, toString((floor_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, offshore_eur, rung, confidence, status, reason, visitors_lower, lines))) NOT IN (
    SELECT operation, month, toString((floor_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, offshore_eur, rung, confidence, status, reason, visitors_lower, lines)) FROM current)
UNION ALL
SELECT operation, month, {sequence:UInt64}, {run_id:String}, 0, NULL, NULL, toDecimal64(0, 4), toDecimal64(0, 4), toDecimal64(0, 4), toDecimal64(0, 4), NULL,
  toDecimal64(0, 4), '', toDecimal64(1, 6), 'insufficient', 'no_evidence_left', NULL, [], {method_version:String}, {rate_card_version:String}, {known_at:DateTime64(3)}
FROM current
WHERE (operation, month) NOT IN (SELECT operation, month FROM floor_work WHERE scope = {scope:String})
SETTINGS async_insert = 0
