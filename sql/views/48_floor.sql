-- The floor of each operation and month, for questions; a run computes them with the same body
-- (sql/estimate/60_compute.sql).
CREATE OR REPLACE VIEW floor_at AS
{{include rules/floor}}
SETTINGS join_use_nulls = 0;
