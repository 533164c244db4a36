-- Purpose: flows of any source with an id and a publisher account (M-UNPLACED).
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE flow_id IN ({{include evidence/links
    what: 'id'
  }})
WHERE (flow_id, publisher_account_key) IN (
  SELECT one, other
  FROM evidence_link_of
  WHERE scope = {scope:String}
    AND round = {round:UInt32}
    AND what = 'id')
