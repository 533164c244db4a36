-- Purpose: flows with an account, whatever its part in them.
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE publisher_account_key IN ({{include evidence/links
      what: 'account'
    }})
  OR payee_account_key IN ({{include evidence/links
      what: 'account'
    }})
  OR payer_account_key IN ({{include evidence/links
      what: 'account'
    }})
