-- Purpose: the columns that records.sql returns, in order.
-- Parameters: table.
-- Returns: name.
WITH returned AS (
  SELECT
    name,
    position
  FROM system.columns
  WHERE database = currentDatabase()
    AND table = {table:String}
    AND default_kind NOT IN ('EPHEMERAL', 'ALIAS', 'MATERIALIZED')
    AND name NOT IN ('sha256', 'earliness')
  UNION ALL
  SELECT
    'sha256_hex',
    toUInt64(1000000)
)
SELECT name
FROM returned
ORDER BY position
