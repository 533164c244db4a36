-- Purpose: computes the floors of a run into floor_work. The scope begins with all or some.
-- Parameters: scope, without (empty in a run), alpha_ppm.
INSERT INTO floor_work (scope, operation, month, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, offshore_eur,
  rung, confidence, status, reason, visitors_lower, lines)
SELECT {scope:String}, operation, month, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, offshore_eur,
  rung, confidence, status, reason, visitors_lower, lines
FROM (
  {{include rules/floor}}
)
WHERE NOT startsWith({scope:String}, 'some') OR operation IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation')
SETTINGS join_use_nulls = 0, max_insert_threads = 4, compile_expressions = 0, short_circuit_function_evaluation = 'force_enable'
