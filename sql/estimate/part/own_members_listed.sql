-- Purpose: the members that are left out of the class of each operation, of a question.
-- Parameters: scope.
-- Returns: a SELECT: operation, member.
SELECT
  operation,
  member
FROM own_member_of
WHERE scope = {scope:String}
