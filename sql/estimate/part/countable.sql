-- Purpose: the parts that can count, of the operations that the engine computes.
-- Parameters: scope.
-- Returns: a SELECT: the columns of part_of.
SELECT *
FROM part_of
WHERE scope = {scope:String}
  AND why = ''
  AND {{include estimate/part/is_regular}}
