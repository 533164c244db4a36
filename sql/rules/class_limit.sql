-- Purpose: M-CLASS. The limit of the ratios of a class for each operation: the largest t with
--   sum over members m of F_m(t) <= alpha (n + 1) - 1
-- where F_m(t) is the share of the ratios of m strictly below t, and n the number of members. Every
-- member weighs the same. Members that are the operation, or related with it, are left out: up to
-- 64 of them; with more there is no limit.
-- Words: alpha (of the class, in millionths), ratios (a SELECT: panel, unit, country, length, member,
-- eur_per_unit), measured (a SELECT: operation, panel, unit, country, length, own_members). The
-- length is that of runs, in months.
-- Returns: a SELECT: operation, panel, unit, country, length, eur_per_unit. No row: no limit.
WITH
  ratio AS (
    {{ratios}}
  ),
  measured AS (
    {{measured}}
  ),

  -- 1. Each ratio with its weight, in order.
  member AS (
    SELECT
      panel,
      unit,
      country,
      length,
      member,
      toInt128(count()) AS ratios,
      intDiv({{include expressions/whole_member}} + ratios - 1, ratios) AS weight
    FROM ratio
    GROUP BY panel, unit, country, length, member
  ),
  weighed AS (
    SELECT
      r.panel AS panel,
      r.unit AS unit,
      r.country AS country,
      r.length AS length,
      r.member AS member,
      r.eur_per_unit AS eur_per_unit,
      m.weight AS weight,
      sum(m.weight) OVER (
        PARTITION BY panel, unit, country, length
        ORDER BY eur_per_unit, member
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to
    FROM ratio AS r
    INNER JOIN member AS m
      ON r.panel = m.panel
      AND r.unit = m.unit
      AND r.country = m.country
      AND r.length = m.length
      AND r.member = m.member
  ),
  stratum AS (
    SELECT
      panel,
      unit,
      country,
      length,
      toInt64(count()) AS members,
      -- Between these lies the limit, also when 64 members are left out.
      {{include estimate/part/class_bound
        alpha: {{alpha}}
        members: members - 64
      }} AS least_bound,
      {{include estimate/part/class_bound
        alpha: {{alpha}}
        members: members
      }} + 64 * {{include expressions/whole_member}} AS most_below
    FROM member
    GROUP BY panel, unit, country, length
  ),
  placed AS (
    SELECT
      w.*,
      s.members AS members,
      w.up_to <= s.least_bound AS is_before,
      w.up_to - w.weight > s.most_below AS is_behind
    FROM weighed AS w
    INNER JOIN stratum AS s
      ON w.panel = s.panel
      AND w.unit = s.unit
      AND w.country = s.country
      AND w.length = s.length
  ),
  near AS (
    SELECT
      panel,
      unit,
      country,
      length,
      any(members) AS members,
      min(up_to - weight) AS before,
      arraySort(groupArray((eur_per_unit, member, weight))) AS ratios
    FROM placed
    WHERE NOT is_before AND NOT is_behind
    GROUP BY panel, unit, country, length
  ),

  -- 2. The same for each operation, without its own members.
  left_out AS (
    SELECT
      operation,
      panel,
      unit,
      country,
      length,
      arrayJoin(own_members) AS member
    FROM measured
  ),
  weight_left_out AS (
    SELECT
      m.operation AS operation,
      m.panel AS panel,
      m.unit AS unit,
      m.country AS country,
      m.length AS length,
      toInt64(uniqExact(p.member)) AS members,
      sumIf(p.weight, p.is_before) AS before
    FROM left_out AS m
    INNER JOIN placed AS p
      ON m.panel = p.panel
      AND m.unit = p.unit
      AND m.country = p.country
      AND m.length = p.length
      AND m.member = p.member
    GROUP BY operation, panel, unit, country, length
  ),
  limited AS (
    SELECT
      m.operation AS operation,
      m.panel AS panel,
      m.unit AS unit,
      m.country AS country,
      m.length AS length,
      {{include estimate/part/class_bound
        alpha: {{alpha}}
        members: (n.members - o.members)
      }} AS bound,
      arrayFilter(one -> NOT has(m.own_members, one.2), n.ratios) AS ratios,
      arrayFirstIndex(
        up_to -> n.before - o.before + up_to > bound,
        arrayCumSum(arrayMap(one -> one.3, ratios))) AS place,
      ratios[place].1 AS eur_per_unit
    FROM measured AS m
    INNER JOIN near AS n
      ON m.panel = n.panel AND m.unit = n.unit AND m.country = n.country AND m.length = n.length
    LEFT JOIN weight_left_out AS o
      ON m.operation = o.operation
      AND m.panel = o.panel
      AND m.unit = o.unit
      AND m.country = o.country
      AND m.length = o.length
    WHERE length(m.own_members) <= 64
  )
SELECT
  operation,
  panel,
  unit,
  country,
  length,
  eur_per_unit
FROM limited
WHERE bound >= 0
  AND place > 0
