-- Purpose: the notes of some versions of reference data.
-- Parameters: names, versions (the version of each name).
-- Returns: every column of reference_version.
SELECT *
FROM reference_version FINAL
WHERE has(arrayZip({names:Array(String)}, {versions:Array(String)}), (toString(name), version))
