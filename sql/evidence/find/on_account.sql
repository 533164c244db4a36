-- Purpose: on a publisher account, what takes back, and what may be nobody's on some day: it has no
-- property of its own, or one that several operations claim.
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE publisher_account_key IN ({{include evidence/links
    what: 'on_account'
  }})
WHERE status = 'reversed'
  OR property = ''
  OR arrayExists(
    name -> name IN ({{include evidence/links
        what: 'disputed'
      }}),
    arrayPushBack(ancestors, property))
