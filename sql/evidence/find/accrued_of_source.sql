-- Purpose: accrued money of a source that is taken back, whatever its account (M-REVERSAL).
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE status = 'accrued'
WHERE source IN ({{include evidence/links
    what: 'accrued_of_source'
  }})
  AND flow_hash IN (SELECT reverses_hash FROM flow_record WHERE status = 'reversed')
