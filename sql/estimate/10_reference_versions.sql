-- Purpose: the version of each reference table in force.
-- Returns: name, version, origin (shipped or loaded).
SELECT name, argMax(version, loaded_at) AS version, argMax(origin, loaded_at) AS origin FROM reference_version GROUP BY name ORDER BY name
