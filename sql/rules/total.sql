-- Purpose: the total of operations over consecutive months: the larger of the sum by month, and of
-- the class of the whole run with the documented lines that it is added to (docs/method.md, Totals).
-- Words: alpha (of the class, in millionths), intervals (a SELECT: operation, first_month, last_month, since year 0), floors (a SELECT:
-- operation, month, documented_eur, modelled_eur, lines), audiences (a SELECT: operation, month,
-- panel, unit, country, audience, meets_window), own (a SELECT: operation, member), ratios (a
-- SELECT: panel, unit, country, member, operation, month, documented_eur, audience).
-- Returns: a SELECT: operation, first_month, last_month; in 1e-4 EUR, Int128: documented_units,
-- modelled_units, class_units (0: none), beside_class_units, total_units (0: nothing is known).
WITH
  interval AS (
    SELECT
      *,
      toUInt32(last_month - first_month + 1) AS length
    FROM ({{intervals}})
  ),
  related AS (
    {{own}}
  ),
  audience AS (
    SELECT
      *,
      {{include expressions/month_count
        month: month
      }} AS month_number
    FROM ({{audiences}})
  ),

  -- 1. By month. No window of any flow meets a month that has no flow at all.
  unmet AS (
    SELECT DISTINCT
      operation,
      month_number
    FROM audience
    WHERE NOT meets_window
  ),
  floor AS (
    SELECT
      operation,
      {{include expressions/month_count
        month: month
      }} AS month_number,
      {{include expressions/money_units
        eur: documented_eur
      }} AS documented,
      if(
        (operation, month_number) IN (SELECT * FROM unmet),
        {{include expressions/money_units
          eur: modelled_eur
        }},
        0) AS unmet_modelled,
      arrayFilter(one -> one.line NOT IN ('advertising', 'other'), lines) AS other_lines,
      {{include expressions/money_units
        eur: arraySum(one -> one.documented_eur, other_lines)
      }} AS beside_class
    FROM ({{floors}})
  ),
  by_month AS (
    SELECT
      i.operation AS operation,
      i.first_month AS first_month,
      i.last_month AS last_month,
      sum(f.documented) AS documented_units,
      sum(f.unmet_modelled) AS modelled_units,
      sum(f.beside_class) AS beside_class_units
    FROM interval AS i
    INNER JOIN floor AS f ON i.operation = f.operation
    WHERE f.month_number BETWEEN i.first_month AND i.last_month
    GROUP BY operation, first_month, last_month
  ),

  -- 2. Runs in which every month is measured, and those of members.
  run AS (
    SELECT
      i.operation AS operation,
      i.first_month AS first_month,
      i.last_month AS last_month,
      any(i.length) AS length,
      a.panel AS panel,
      a.unit AS unit,
      a.country AS country,
      sum(a.audience) AS audience
    FROM interval AS i
    INNER JOIN audience AS a ON i.operation = a.operation
    WHERE a.month_number BETWEEN i.first_month AND i.last_month
    GROUP BY operation, first_month, last_month, panel, unit, country
    HAVING count() = length
  ),
  member_months AS (
    SELECT
      panel,
      unit,
      country,
      member,
      operation,
      arraySort(groupArray((
        {{include expressions/month_count
          month: month
        }} AS number,
        documented_eur,
        audience)::Tuple(number Int32, documented_eur Decimal(38, 4), audience UInt64)))
        AS months
    FROM ({{ratios}})
    WHERE operation != ''
    GROUP BY panel, unit, country, member, operation
  ),
  member_run AS (
    SELECT
      panel,
      unit,
      country,
      member,
      length,
      arrayJoin(arrayFilter(
        at -> months[at + length - 1].number = months[at].number + length - 1,
        range(1, greatest(length(months) + 2, length + 1) - length))) AS place,
      arraySlice(months, place, length) AS run_months
    FROM member_months
    CROSS JOIN (SELECT DISTINCT length FROM run) AS lengths
  ),
  limited AS (
    {{include rules/class_limit
      alpha: {{alpha}}
      ratios: {{include rules/part/run_ratios}}
      measured: {{include rules/part/measured_runs}}
    }}
  ),

  -- 3. The class of the whole run: the lowest of its strata.
  figure AS (
    SELECT
      r.operation AS operation,
      r.first_month AS first_month,
      r.last_month AS last_month,
      {{include estimate/part/class_units
        eur_per_unit: l.eur_per_unit
        audience: r.audience
      }} AS units
    FROM run AS r
    INNER JOIN limited AS l
      ON r.operation = l.operation
      AND r.panel = l.panel
      AND r.unit = l.unit
      AND r.country = l.country
      AND r.length = l.length
  ),
  class AS (
    SELECT
      operation,
      first_month,
      last_month,
      min(units) AS class_units
    FROM figure
    GROUP BY operation, first_month, last_month
  )
SELECT
  m.operation AS operation,
  m.first_month AS first_month,
  m.last_month AS last_month,
  m.documented_units AS documented_units,
  m.modelled_units AS modelled_units,
  c.class_units AS class_units,
  m.beside_class_units AS beside_class_units,
  -- No greatest() of Int128: compiled at run time, it is wrong (docs/decisions/0004).
  if(
    c.class_units > 0
      AND c.class_units + m.beside_class_units > m.documented_units + m.modelled_units,
    c.class_units + m.beside_class_units,
    m.documented_units + m.modelled_units) AS total_units
FROM by_month AS m
LEFT ANY JOIN class AS c
  ON m.operation = c.operation
  AND m.first_month = c.first_month
  AND m.last_month = c.last_month
