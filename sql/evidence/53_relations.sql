-- Purpose: the members of the class in force that some names belong to.
-- Parameters: epoch, names.
-- Returns: name, member.
SELECT DISTINCT
  name,
  member
FROM class_relation
WHERE epoch = {epoch:UInt64}
  AND name IN {names:Array(String)}
