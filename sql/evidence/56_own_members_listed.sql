-- Purpose: the members that are left out of the class of some operations, of a question.
-- Parameters: scope, operations.
-- Returns: operation, member.
SELECT
  operation,
  member
FROM own_member_of
WHERE scope = {scope:String}
  AND operation IN {operations:Array(String)}
