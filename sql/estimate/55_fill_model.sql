-- Purpose: models money from audiences once for a run. Measurements, slots and the reference class
-- are listed before.
-- Parameters: scope, without.
INSERT INTO modelled_of (scope, operation, month, visitors_lower, modelled_units, has_model, usable, problem, source, is_primary, rung, audience_units, slot_units, class_units, class_cases)
SELECT {scope:String}, operation, month, visitors_lower, modelled_units, has_model, usable, problem, source, is_primary, rung, audience_units, slot_units, class_units, class_cases
FROM model_of(scope = {scope:String}, without = {without:Array(String)})
SETTINGS compile_expressions = 0
