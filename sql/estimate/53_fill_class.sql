-- Purpose: the reference class of each operation with a measurement: the cases of the library in
-- force, without the operation itself (by its name or by one of its measured sites). Measurements
-- are listed before (52_fill_audience.sql).
-- Parameters: scope.
INSERT INTO class_rate_of (scope, operation, unit, cases, rate, site, number)
SELECT {scope:String}, operation, unit, count(), least_case.1, least_case.3, least_case.2
FROM (
  SELECT a.operation AS operation, c.unit AS unit, c.number AS number, min((toInt64(reinterpretAsInt128(c.eur_per_unit)), c.number, c.site)) OVER (PARTITION BY operation, unit) AS least_case
  FROM (SELECT operation, groupUniqArray(property) AS sites FROM audience_of WHERE scope = {scope:String} GROUP BY operation) AS a
  CROSS JOIN (
    SELECT * FROM reference_case FINAL
    WHERE refusal = '' AND version = {{include expressions/version_in_force
        name: 'reference_case'
      }}
  ) AS c
  WHERE NOT hasAny(c.names, arrayPushBack(a.sites, lowerUTF8(a.operation)))
)
GROUP BY operation, unit, least_case
SETTINGS compile_expressions = 0
