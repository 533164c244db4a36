-- Purpose: M-CLASS. What comparable operations show of each month with an audience: the lowest class
-- of its strata. An operation's own member is not in its class.
-- Parameters: scope, alpha_ppm (of the class).
INSERT INTO class_of (scope, operation, month, class_eur)
WITH
  ratio AS (
    SELECT panel, unit, country, member, eur_per_unit
    FROM class_ratio_of
    WHERE scope = {scope:String}
  ),

  -- 1. Each ratio with its weight: every member weighs the same.
  member AS (
    SELECT
      panel,
      unit,
      country,
      member,
      toInt128(count()) AS ratios,
      intDiv({{include expressions/whole_member}} + ratios - 1, ratios) AS weight
    FROM ratio
    GROUP BY panel, unit, country, member
  ),
  stratum AS (
    SELECT panel, unit, country, count() AS members
    FROM member
    GROUP BY panel, unit, country
  ),
  weighed AS (
    SELECT
      r.panel AS panel,
      r.unit AS unit,
      r.country AS country,
      r.member AS member,
      r.eur_per_unit AS eur_per_unit,
      m.weight AS weight,
      sum(m.weight) OVER (
        PARTITION BY panel, unit, country
        ORDER BY eur_per_unit, member
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - m.weight AS below
    FROM ratio AS r
    INNER JOIN member AS m
      ON r.panel = m.panel
      AND r.unit = m.unit
      AND r.country = m.country
      AND r.member = m.member
  ),
  -- As many of the lowest as are needed, also when one member is left out.
  lowest AS (
    SELECT
      w.panel AS panel,
      w.unit AS unit,
      w.country AS country,
      any(s.members) AS members,
      arraySort(groupArray((w.eur_per_unit, w.member, w.weight))) AS ratios
    FROM weighed AS w
    INNER JOIN stratum AS s
      ON w.panel = s.panel AND w.unit = s.unit AND w.country = s.country
    WHERE w.below <= {{include estimate/part/class_bound
        members: s.members
      }} + {{include expressions/whole_member}}
    GROUP BY w.panel, w.unit, w.country
  ),

  -- 2. The limit of each operation and stratum, without its own member.
  own AS (
    SELECT operation, member
    FROM own_member_of
    WHERE scope = {scope:String}
  ),
  audience AS (
    SELECT
      a.operation AS operation,
      a.month AS month,
      a.panel AS panel,
      a.unit AS unit,
      a.country AS country,
      a.audience AS audience,
      o.member AS own_member,
      m.ratios > 0 AS is_member
    FROM audience_of AS a
    INNER JOIN own AS o ON a.operation = o.operation
    LEFT JOIN member AS m
      ON a.panel = m.panel
      AND a.unit = m.unit
      AND a.country = m.country
      AND o.member = m.member
    WHERE a.scope = {scope:String}
  ),
  limited AS (
    SELECT
      a.operation AS operation,
      a.panel AS panel,
      a.unit AS unit,
      a.country AS country,
      any(l.members) - any(a.is_member) AS others,
      {{include estimate/part/class_bound
        members: others
      }} AS bound,
      arrayFilter(one -> one.2 != any(a.own_member), any(l.ratios)) AS ratios,
      arrayFirstIndex(
        up_to -> up_to > bound,
        arrayCumSum(arrayMap(one -> one.3, ratios))) AS place,
      ratios[place].1 AS eur_per_unit
    FROM audience AS a
    INNER JOIN lowest AS l
      ON a.panel = l.panel AND a.unit = l.unit AND a.country = l.country
    GROUP BY a.operation, a.panel, a.unit, a.country
  ),

  -- 3. Times the audience, cut.
  figure AS (
    SELECT
      a.operation AS operation,
      a.month AS month,
      intDiv(toInt128(l.eur_per_unit * 10000000000) * toInt128(a.audience), toInt128(1000000))
        AS units
    FROM audience AS a
    INNER JOIN limited AS l
      ON a.operation = l.operation
      AND a.panel = l.panel
      AND a.unit = l.unit
      AND a.country = l.country
    WHERE l.bound >= 0
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
