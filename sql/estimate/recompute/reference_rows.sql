-- Purpose: one version of one table of reference data, which stays in the warehouse when another
-- comes into force. The word is the table.
-- Parameters: version.
-- Words: table.
-- Returns: every column of the table.
SELECT *
FROM {{table}} FINAL
WHERE version = {version:String}
