-- Purpose: the columns that reference_rows.sql returns, in order.
-- Parameters: table.
-- Returns: name.
SELECT name
FROM system.columns
WHERE database = currentDatabase()
  AND table = {table:String}
ORDER BY position
