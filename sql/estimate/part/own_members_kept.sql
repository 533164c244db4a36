-- Purpose: the members that are left out of the class of each operation, in force.
-- Returns: a SELECT: operation, member.
SELECT
  operation,
  member
FROM (
  {{include expressions/rulings_in_force
    rulings: own_member FINAL
  }}
)
