-- Purpose: one version of one table of reference data, which stays in the warehouse when another
-- comes into force. A version of the daily rates is several tables. The word is the table.
-- Parameters: name, version.
-- Words: table.
-- Returns: every column of the table.
WITH
  (
    SELECT any(parts)
    FROM reference_version FINAL
    WHERE reference_version.name = {name:String}
      AND version = {version:String}
  ) AS joined
SELECT *
FROM {{table}} FINAL
WHERE has(if(empty(joined), [{version:String}], joined), version)
