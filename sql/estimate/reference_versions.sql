-- Purpose: the version of each reference table in force. Parameters: none. Returns: name, version.
SELECT name, argMax(version, loaded_at) AS version FROM reference_version GROUP BY name ORDER BY name
