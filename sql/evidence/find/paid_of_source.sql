-- Purpose: what a source paid (M-REVERSAL).
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE source IN ({{include evidence/links
    what: 'paid_of_source'
  }})
WHERE status = 'paid'
