-- The floor of each operation and month, for questions; a run computes them with the same body (sql/estimate/compute.sql).
CREATE OR REPLACE VIEW floor_at AS
{{body floor}}
SETTINGS join_use_nulls = 0;
