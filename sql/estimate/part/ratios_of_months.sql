-- Purpose: the ratios of single months.
-- Parameters: scope.
-- Returns: a SELECT: panel, unit, country, length, member, eur_per_unit.
SELECT
  panel,
  unit,
  country,
  1 AS length,
  member,
  eur_per_unit
FROM class_ratio_of
WHERE scope = {scope:String}
