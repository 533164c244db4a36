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
  eur_per_unit,
  of_member,
  members,
  members_below
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
  eur_per_unit,
  of_member,
  members,
  members_below
FROM (
  {{include estimate/part/ratios_listed}}
)
