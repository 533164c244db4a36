-- Purpose: the columns of the copied rows.
-- Parameters: rows.
-- Returns: name, type, comment.
SELECT
  name,
  type,
  comment
FROM system.columns
WHERE database = currentDatabase()
  AND table = {rows:String}
  AND name != 'export_row'
ORDER BY position
