-- Purpose: the ratios of some strata of a class. Of each stratum as many of the lowest as an alpha
-- needs, when up to `spared` members are left out; and all ratios of some members.
-- Parameters: panels, units, countries (of the strata), alpha_ppm, spared, whole (members).
-- Words: ratios (a SELECT with the columns of class_ratio).
-- Returns: panel, unit, country, members (of the stratum), member, of_member, operation, month,
-- documented_eur, audience, eur_per_unit; ascending within a stratum.
WITH
  wanted AS (
    SELECT
      panel,
      unit,
      country
    FROM system.one
    ARRAY JOIN
      {panels:Array(String)} AS panel,
      {units:Array(String)} AS unit,
      {countries:Array(String)} AS country
  ),
  ratio AS (
    {{ratios}}
  )
SELECT
  panel,
  unit,
  country,
  members,
  member,
  of_member,
  operation,
  month,
  toString(documented_eur) AS documented_eur,
  toString(audience) AS audience,
  toString(ratio.eur_per_unit) AS eur_per_unit
FROM ratio
WHERE (panel, unit, country) IN (SELECT * FROM wanted)
  AND (
    members_below <= {alpha_ppm:UInt32} / 1000000 * (members + 1) + {spared:UInt32}
    OR member IN {whole:Array(String)})
ORDER BY panel, unit, country, ratio.eur_per_unit, member, operation, month
