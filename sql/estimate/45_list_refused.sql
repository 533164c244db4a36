-- Purpose: M-REFUSED. Adds the operations that refused take-backs may concern: the plain form says
-- which of their months.
-- Parameters: scope, sources, accounts (in comparable form), names (of sites, and above them). The
-- refused take-backs have these.
INSERT INTO irregular_operation_of (scope, operation, why)
WITH concerned AS (
  SELECT operation
  FROM part_of
  WHERE scope = {scope:String}
    AND (
      source IN {sources:Array(String)}
      OR publisher_account_key IN {accounts:Array(String)})
  UNION DISTINCT
  SELECT operation
  FROM site_record
  WHERE property IN {names:Array(String)}
  UNION DISTINCT
  SELECT operation
  FROM account_record
  WHERE account_key IN {accounts:Array(String)}
  UNION DISTINCT
  SELECT arrayJoin({names:Array(String)})
)
SELECT
  {scope:String},
  operation,
  'M-REFUSED'
FROM concerned
WHERE operation != ''
