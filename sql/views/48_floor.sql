-- Purpose: the floor of each operation and month, for questions; a run computes them by the same
-- rule (sql/estimate/60_compute.sql).
-- Parameters: scope, without, alpha_ppm.
CREATE OR REPLACE VIEW floor_at AS
{{include rules/floor}}
SETTINGS join_use_nulls = 0;
