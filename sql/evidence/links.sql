-- Purpose: the names of the links of one kind and round.
-- Parameters: scope, round.
-- Words: what.
-- Returns: a SELECT of one column, for IN.
SELECT one
FROM evidence_link_of
WHERE scope = {scope:String}
  AND round = {round:UInt32}
  AND what = {{what}}
