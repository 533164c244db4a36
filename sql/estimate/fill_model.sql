-- Purpose: models money from audiences once for a run. Parameters: scope, as_of, without, alpha_ppm; the audience limits are filled before.
INSERT INTO modelled_of (scope, operation, month, visitors_lower, modelled_units, has_model, usable, problem)
SELECT {scope:String}, operation, month, visitors_lower, modelled_units, has_model, usable, problem
FROM modelled_at(as_of = {as_of:DateTime64(3)}, alpha_ppm = {alpha_ppm:UInt32}, without = {without:Array(String)})
WHERE NOT startsWith({scope:String}, 'some') OR operation IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'operation')
SETTINGS async_insert = 0, compile_expressions = 0
