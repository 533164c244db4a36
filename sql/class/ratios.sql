-- Purpose: all ratios of the classes of comparable operations in force (M-CLASS).
-- Returns: panel, unit, country (empty: all together), member, operation (empty: a published case),
-- month, documented_eur, audience, eur_per_unit.
SELECT
  panel,
  unit,
  country,
  member,
  operation,
  month,
  toString(documented_eur) AS documented_eur,
  toString(audience) AS audience,
  toString(ratio.eur_per_unit) AS eur_per_unit
FROM (
  {{include estimate/part/ratios_kept}}
) AS ratio
ORDER BY panel, unit, country, operation, month, member
