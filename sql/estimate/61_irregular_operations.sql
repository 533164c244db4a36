-- Purpose: the operations that the engine leaves to the plain form.
-- Parameters: scope.
-- Returns: operation.
SELECT DISTINCT operation
FROM irregular_operation_of
WHERE scope = {scope:String}
ORDER BY operation
