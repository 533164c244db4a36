-- Purpose: the side that counts of each operation (M-ORIGIN).
-- Parameters: scope.
-- Returns: a SELECT: operation, is_known.
SELECT
  operation,
  is_known
FROM chosen_side_of
WHERE scope = {scope:String}
