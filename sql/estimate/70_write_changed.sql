-- Purpose: takes over the computed floors that differ from those in force, and ends those that have
-- no evidence left: the side of floor_work is empty then. Tuples are used where OR would be,
-- because of the planner (docs/decisions/0016).
-- Parameters: scope, sequence, run_id, method_version, rate_card_version, known_at.
INSERT INTO floor_revision (operation, month, sequence, run_id, present, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur,
  offshore_eur, rung, confidence, status, reason, visitors_lower, lines, method_version, rate_card_version, known_at)
SELECT if(is_ended, c.operation, w.operation), if(is_ended, c.month, w.month), {sequence:UInt64}, {run_id:String}, NOT is_ended, w.floor_eur, w.floor_headline_eur, w.documented_eur,
  w.apportioned_eur, w.modelled_eur, w.accrued_eur, w.offshore_eur, w.rung, if(is_ended, toDecimal64(1, 6), w.confidence), if(is_ended, 'insufficient', w.status),
  if(is_ended, 'no_evidence_left', w.reason), w.visitors_lower, w.lines, {method_version:String}, {rate_card_version:String}, {known_at:DateTime64(3)}
FROM (SELECT *, 1 AS is_computed FROM floor_work WHERE scope = {scope:String}) AS w
FULL JOIN (
  SELECT * FROM (
    {{include expressions/floors_in_force
      revisions: floor_revision FINAL
    }}
  )
  WHERE present = 1 AND (NOT startsWith({scope:String}, 'some') OR operation IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation'))
) AS c ON w.operation = c.operation AND w.month = c.month
ARRAY JOIN [w.is_computed = 0] AS is_ended
WHERE (w.is_computed, c.present, isNull(w.floor_eur), ifNull(w.floor_eur, 0), isNull(w.visitors_lower), ifNull(w.visitors_lower, 0), w.documented_eur, w.apportioned_eur, w.modelled_eur,
    w.accrued_eur, w.offshore_eur, w.rung, w.confidence, w.status, w.reason, w.lines)
  != (1, 1, isNull(c.floor_eur), ifNull(c.floor_eur, 0), isNull(c.visitors_lower), ifNull(c.visitors_lower, 0), c.documented_eur, c.apportioned_eur, c.modelled_eur,
    c.accrued_eur, c.offshore_eur, c.rung, c.confidence, c.status, c.reason, c.lines)
SETTINGS join_use_nulls = 0
