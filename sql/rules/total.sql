-- Purpose: the total of operations over consecutive months: the larger of the sum by month, and of
-- the class of the whole run with the documented lines that it is added to (docs/method.md, Totals).
-- Words: alpha (of the class, in millionths), intervals (a SELECT: operation, first_month, last_month, since year 0), floors (a SELECT:
-- operation, month, documented_eur, modelled_eur, lines), audiences (a SELECT: operation, month,
-- panel, unit, country, audience, meets_window), own (a SELECT: operation, member), ratios (a
-- SELECT: panel, unit, country, member, operation, month, documented_eur, audience).
-- Returns: a SELECT: operation, first_month, last_month, documented_eur, modelled_eur, class_eur
-- (null: none), beside_class_eur, total_eur (null: nothing is known).
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
      documented_eur,
      if((operation, month_number) IN (SELECT * FROM unmet), modelled_eur, 0) AS unmet_eur,
      arraySum(
        one -> if(one.line IN ('advertising', 'other'), 0, one.documented_eur),
        lines) AS beside_eur
    FROM ({{floors}})
  ),
  by_month AS (
    SELECT
      i.operation AS operation,
      i.first_month AS first_month,
      i.last_month AS last_month,
      sum(f.documented_eur) AS documented_eur,
      sum(f.unmet_eur) AS modelled_eur,
      sum(f.beside_eur) AS beside_class_eur
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
      {{include expressions/money
        units: min(units)
      }} AS class_eur
    FROM figure
    GROUP BY operation, first_month, last_month
    HAVING class_eur > 0
  )
SELECT
  m.operation AS operation,
  m.first_month AS first_month,
  m.last_month AS last_month,
  m.documented_eur AS documented_eur,
  m.modelled_eur AS modelled_eur,
  nullIf(c.class_eur, 0) AS class_eur,
  m.beside_class_eur AS beside_class_eur,
  nullIf(
    greatest(
      m.documented_eur + m.modelled_eur,
      if(c.class_eur > 0, c.class_eur + m.beside_class_eur, 0)),
    0) AS total_eur
FROM by_month AS m
LEFT ANY JOIN class AS c
  ON m.operation = c.operation
  AND m.first_month = c.first_month
  AND m.last_month = c.last_month
