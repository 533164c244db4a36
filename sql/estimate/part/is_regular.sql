-- Purpose: whether the engine computes an operation; the plain form computes the others.
-- Parameters: scope.
-- Returns: an expression over the column operation.
operation NOT IN (SELECT operation FROM irregular_operation_of WHERE scope = {scope:String})
