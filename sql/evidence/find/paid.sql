-- Purpose: what a source paid on an account (M-REVERSAL).
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE source IN ({{include evidence/links
    what: 'paid'
  }})
WHERE status = 'paid'
  AND (source, publisher_account_key) IN (
    SELECT one, other
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
      AND what = 'paid')
