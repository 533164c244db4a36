-- Purpose: flows of a property.
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE property IN ({{include evidence/links
    what: 'place'
  }})
