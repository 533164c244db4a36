-- Purpose: the members that are left out of the class of some operations.
-- Parameters: operations.
-- Words: own (a SELECT: operation, member, of all operations).
-- Returns: operation, member.
SELECT
  operation,
  member
FROM ({{own}})
WHERE operation IN {operations:Array(String)}
