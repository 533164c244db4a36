-- Purpose: the operations with an audience, of a computation of all of them.
-- Parameters: scope.
-- Returns: operation.
SELECT DISTINCT operation
FROM audience_of
WHERE scope = {scope:String}
