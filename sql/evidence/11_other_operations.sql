-- Purpose: the operations that places and accounts were ever said to belong to. A row without an
-- operation keeps its place apart, which is then an operation of its own.
-- Parameters: scope, round.
-- Returns: operation.
WITH wanted AS (
  SELECT what, one
  FROM evidence_link_of
  WHERE scope = {scope:String}
    AND round = {round:UInt32}
)
SELECT DISTINCT if(operation = '', property, operation) AS operation
FROM site_record
WHERE property IN (SELECT one FROM wanted WHERE what = 'place')
UNION DISTINCT
SELECT operation
FROM account_record
WHERE account_key IN (SELECT one FROM wanted WHERE what = 'account')
