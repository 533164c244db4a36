-- Purpose: the operations that places and accounts were ever said to belong to.
-- Parameters: scope, round.
-- Returns: operation.
WITH wanted AS (
  SELECT what, one
  FROM evidence_link_of
  WHERE scope = {scope:String}
    AND round = {round:UInt32}
)
SELECT DISTINCT operation
FROM site_record
WHERE property IN (SELECT one FROM wanted WHERE what = 'place')
UNION DISTINCT
SELECT DISTINCT operation
FROM account_record
WHERE account_key IN (SELECT one FROM wanted WHERE what = 'account')
