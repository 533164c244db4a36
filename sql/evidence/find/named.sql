-- Purpose: the flows that are named.
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT one AS found_source, other AS found_id
FROM evidence_link_of
WHERE scope = {scope:String}
  AND round = {round:UInt32}
  AND what = 'named'
