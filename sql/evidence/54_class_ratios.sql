-- Purpose: the ratios of some strata of a class, each with the number of ratios of its member. Of
-- each stratum as many of the lowest as an alpha needs, when up to `spared` members are left out.
-- Parameters: panels, units, countries (of the strata), alpha_ppm, spared.
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
    SELECT *
    FROM ({{ratios}})
    WHERE (panel, unit, country) IN (SELECT * FROM wanted)
  ),
  counted AS (
    SELECT
      *,
      count() OVER (PARTITION BY panel, unit, country, member) AS of_member
    FROM ratio
  ),
  weighed AS (
    SELECT
      *,
      -- How many members lie below, each as a whole.
      sum(1 / of_member) OVER (
        PARTITION BY panel, unit, country
        ORDER BY eur_per_unit
        RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to,
      sum(1 / of_member) OVER (
        PARTITION BY panel, unit, country, eur_per_unit) AS at_ratio,
      sum(1 / of_member) OVER (PARTITION BY panel, unit, country) AS members
    FROM counted
  )
SELECT
  panel,
  unit,
  country,
  toUInt32(round(members)) AS members,
  member,
  of_member,
  operation,
  month,
  toString(documented_eur) AS documented_eur,
  toString(audience) AS audience,
  toString(eur_per_unit) AS eur_per_unit
FROM weighed
WHERE up_to - at_ratio <= {alpha_ppm:UInt32} / 1000000 * (members + 1) + {spared:UInt32}
ORDER BY panel, unit, country, weighed.eur_per_unit, member, operation, month
