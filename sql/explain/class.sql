-- Purpose: the reference class of one operation: of each unit of audience the case that earned
-- least for one.
-- Parameters: scope, operation.
-- Returns: unit (visitors, visits or page_views), cases, site and number of the least earning case
-- in the library, eur_per_unit.
SELECT unit, cases, site, number, toString(toDecimal128(rate, 0) * toDecimal128('0.0000000001', 10)) AS eur_per_unit
FROM class_rate_of
WHERE scope = {scope:String} AND operation = {operation:String}
ORDER BY unit
