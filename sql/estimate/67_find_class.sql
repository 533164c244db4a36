-- Purpose: M-CLASS. What comparable operations show of each month with an audience: the lowest
-- class of its strata.
-- Parameters: scope, alpha_ppm (of the class).
INSERT INTO class_of (scope, operation, month, class_eur)
WITH
  limited AS (
    {{include rules/class_limit
      alpha: {alpha_ppm:UInt32}
      ratios: {{include estimate/part/ratios_of_months}}
      measured: {{include estimate/part/measured_months}}
    }}
  ),
  audience AS (
    SELECT operation, month, panel, unit, country, audience
    FROM audience_of
    WHERE scope = {scope:String}
  ),
  -- Cut.
  figure AS (
    SELECT
      a.operation AS operation,
      a.month AS month,
      {{include estimate/part/class_units
        eur_per_unit: l.eur_per_unit
        audience: a.audience
      }} AS units
    FROM audience AS a
    INNER JOIN limited AS l
      ON a.operation = l.operation
      AND a.panel = l.panel
      AND a.unit = l.unit
      AND a.country = l.country
  )
SELECT
  {scope:String},
  operation,
  month,
  {{include expressions/money
    units: min(units)
  }} AS class_eur
FROM figure
GROUP BY operation, month
HAVING class_eur > 0
SETTINGS join_use_nulls = 0
