-- Purpose: the flows that name one of the flows, an id, or a place.
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT source AS found_source, flow_id AS found_id
FROM flow_link
WHERE link IN (
  SELECT link
  FROM evidence_link_of
  WHERE scope = {scope:String}
    AND round = {round:UInt32})
