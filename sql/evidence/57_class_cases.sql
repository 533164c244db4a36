-- Purpose: published cases that are members of a class, in force.
-- Returns: case_id, all_names (domains and the name of the site), panel, unit, country,
-- eur_per_unit.
SELECT
  case_id,
  arrayPushBack(names, site) AS all_names,
  assumeNotNull(audience_panel) AS panel,
  unit,
  assumeNotNull(audience_country) AS country,
  toString(eur_per_unit) AS eur_per_unit
FROM reference_case FINAL
WHERE version = {{include expressions/version_in_force
    name: 'reference_case'
  }}
  AND refusal = ''
