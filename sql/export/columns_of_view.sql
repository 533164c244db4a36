-- Purpose: the columns of a view.
-- Parameters: view.
-- Returns: name, type, comment, in the order of the view; no row when there is no such view.
SELECT
  name,
  type,
  comment
FROM system.columns
WHERE database = currentDatabase()
  AND table = {view:String}
ORDER BY position
