-- Purpose: the names by which money goes to some operations: places and accounts of their registry
-- rows, under every revision, and the operations themselves, since a place without a row is an
-- operation of its own. Then the places that several operations claim, of which money may be
-- nobody's.
-- Parameters: operations.
-- Returns: what (place, account or disputed), name.
SELECT 'place' AS what, arrayJoin({operations:Array(String)}) AS name
UNION DISTINCT
SELECT 'place', property FROM site_record WHERE operation IN {operations:Array(String)}
UNION DISTINCT
SELECT 'account', account_key FROM account_record WHERE operation IN {operations:Array(String)}
UNION DISTINCT
SELECT 'disputed', property FROM site_record GROUP BY property HAVING uniqExact(operation) > 1
