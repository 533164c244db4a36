-- Purpose: the version of a reference table that is in force, which is the one loaded last.
-- Words: name.
-- Returns: an expression. The word is the name of the table in reference_version, quoted.
(
  SELECT argMax(version, loaded_at)
  FROM reference_version
  WHERE name = {{name}}
)
