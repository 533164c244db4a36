-- Purpose: the members that are left out of the class of some operations, in force.
-- Parameters: operations.
-- Returns: operation, member.
SELECT
  operation,
  member
FROM (
  {{include expressions/rulings_in_force
    rulings: own_member FINAL
  }}
)
WHERE operation IN {operations:Array(String)}
