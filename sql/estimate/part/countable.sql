-- Purpose: the parts that can count, of the operations that the engine computes.
-- Parameters: scope.
-- Words: columns.
-- Returns: a SELECT: the columns of part_of that the word lists.
SELECT {{columns}}
FROM part_of
WHERE scope = {scope:String}
  AND why = ''
  AND operation NOT IN (SELECT operation FROM irregular_operation_of WHERE scope = {scope:String})
