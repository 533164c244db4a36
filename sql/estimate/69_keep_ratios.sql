-- Purpose: keeps the ratios of a run for those that compute single operations after it.
-- Parameters: scope, epoch.
INSERT INTO class_ratio (
  epoch,
  panel,
  unit,
  country,
  member,
  operation,
  month,
  documented_eur,
  audience,
  eur_per_unit
)
SELECT
  {epoch:UInt64},
  panel,
  unit,
  country,
  member,
  operation,
  month,
  documented_eur,
  audience,
  eur_per_unit
FROM class_ratio_of
WHERE scope = {scope:String}
