-- Purpose: the ratios of a class in the work lists, and their weight in their strata.
-- Parameters: scope.
-- Returns: a SELECT: the columns of class_ratio, but for epoch.
SELECT
  * EXCEPT (scope, members_up_to, members_at),
  members_up_to - members_at AS members_below
FROM (
  SELECT
    *,
    sum(1 / of_member) OVER (
      PARTITION BY panel, unit, country
      ORDER BY eur_per_unit
      RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS members_up_to,
    sum(1 / of_member) OVER (PARTITION BY panel, unit, country, eur_per_unit) AS members_at,
    toUInt32(round(sum(1 / of_member) OVER (PARTITION BY panel, unit, country))) AS members
  FROM (
    SELECT
      *,
      toUInt32(count() OVER (PARTITION BY panel, unit, country, member)) AS of_member
    FROM class_ratio_of
    WHERE scope = {scope:String}
  )
)
