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
SELECT w.operation, w.month, {sequence:UInt64}, {run_id:String}, 1, w.floor_eur, w.floor_headline_eur, w.documented_eur, w.apportioned_eur, w.modelled_eur, w.accrued_eur,
  w.ceiling_eur, w.offshore_eur, w.rung, w.confidence, w.status, w.reason, w.visitors_lower, w.lines, {method_version:String}, {rate_card_version:String}, {known_at:DateTime64(3)}
FROM (SELECT * FROM floor_work WHERE scope = {scope:String}) AS w
LEFT ANY JOIN current AS c ON w.operation = c.operation AND w.month = c.month
WHERE c.present = 0
  OR isNull(w.floor_eur) != isNull(c.floor_eur) OR ifNull(w.floor_eur, 0) != ifNull(c.floor_eur, 0)
  OR isNull(w.visitors_lower) != isNull(c.visitors_lower) OR ifNull(w.visitors_lower, 0) != ifNull(c.visitors_lower, 0)
  OR w.documented_eur != c.documented_eur OR w.apportioned_eur != c.apportioned_eur OR w.modelled_eur != c.modelled_eur OR w.accrued_eur != c.accrued_eur
  OR w.offshore_eur != c.offshore_eur OR w.rung != c.rung OR w.confidence != c.confidence OR w.status != c.status OR w.reason != c.reason OR w.lines != c.lines
UNION ALL
SELECT operation, month, {sequence:UInt64}, {run_id:String}, 0, NULL, NULL, toDecimal64(0, 4), toDecimal64(0, 4), toDecimal64(0, 4), toDecimal64(0, 4), NULL,
  toDecimal64(0, 4), '', toDecimal64(1, 6), 'insufficient', 'no_evidence_left', NULL, [], {method_version:String}, {rate_card_version:String}, {known_at:DateTime64(3)}
FROM current
WHERE (operation, month) NOT IN (SELECT operation, month FROM floor_work WHERE scope = {scope:String})
SETTINGS async_insert = 0, join_use_nulls = 0
