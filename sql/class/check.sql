-- Purpose: why each operation, and each published case, is in or out of the classes of comparable
-- operations in force (M-CLASS). An operation has a row for each stratum in which it is measured.
-- Parameters: operation (empty: all, and all cases).
-- Returns: operation, case_id (of a published case), panel, unit, country (empty: all together),
-- verdict (in, or why not, as a code or in the words of the refusal of a case), ratios (in force),
-- member, members (of the stratum, in force). Ratios of cases do not say of which case they are, so
-- a case is in by its stratum and ratio.
WITH
  ratio AS (
    {{include estimate/part/ratios_kept}}
  ),
  stratum AS (
    SELECT
      panel,
      unit,
      country,
      any(members) AS members
    FROM ratio
    GROUP BY panel, unit, country
  ),
  kept AS (
    SELECT
      operation,
      panel,
      unit,
      country,
      any(member) AS member,
      count() AS ratios
    FROM ratio
    WHERE operation != ''
    GROUP BY operation, panel, unit, country
  ),
  -- Members that a published case made or belongs to.
  kept_case AS (
    SELECT
      panel,
      unit,
      country,
      eur_per_unit,
      groupUniqArray(member) AS case_members
    FROM ratio
    WHERE operation = ''
    GROUP BY panel, unit, country, eur_per_unit
  ),

  -- 1. Documented advertising money, and the months that are measured.
  money AS (
    SELECT
      operation,
      month,
      arraySum(one -> if(one.line = 'advertising', one.documented_eur, 0), lines) AS eur
    FROM (
      {{include estimate/part/floors_kept}}
    )
    WHERE eur > 0
  ),
  paid_operation AS (
    SELECT operation
    FROM money
  ),
  audience AS (
    SELECT *
    FROM (
      {{include expressions/rulings_in_force
        rulings: measured_audience FINAL
      }}
    )
  ),
  measured AS (
    SELECT
      operation,
      panel,
      unit,
      country,
      countIf(documented_eur > 0) AS dated_months,
      countIf((operation, month) IN (SELECT operation, month FROM money)) AS paid_months
    FROM audience
    GROUP BY operation, panel, unit, country
  ),

  -- 2. The verdicts.
  judged AS (
    SELECT
      m.operation AS operation,
      '' AS case_id,
      m.panel AS panel,
      m.unit AS unit,
      m.country AS country,
      multiIf(
        k.ratios > 0, 'in',
        m.dated_months > 0, 'from_the_next_class_on',
        m.paid_months > 0, 'payment_dated',
        m.operation IN (SELECT operation FROM paid_operation), 'money_in_other_months',
        'no_documented_money') AS verdict,
      k.ratios AS ratios,
      k.member AS member
    FROM measured AS m
    LEFT JOIN kept AS k
      ON m.operation = k.operation
      AND m.panel = k.panel
      AND m.unit = k.unit
      AND m.country = k.country
  ),
  not_measured AS (
    SELECT DISTINCT
      operation,
      '',
      '',
      '',
      '',
      'no_audience',
      toUInt64(0),
      ''
    FROM money
    WHERE operation NOT IN (SELECT operation FROM audience)
  ),
  reference AS (
    SELECT
      case_id,
      ifNull(audience_panel, '') AS panel,
      toString(unit) AS case_unit,
      ifNull(audience_country, '') AS country,
      eur_per_unit,
      refusal,
      arrayMap(name -> concat('operation ', name), arrayPushBack(names, site)) AS own_names
    FROM reference_case FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'reference_case'
      }}
  ),
  published AS (
    SELECT
      '',
      r.case_id,
      r.panel,
      r.case_unit,
      r.country,
      multiIf(
        r.refusal != '', r.refusal,
        empty(k.case_members), 'from_the_next_class_on',
        'in') AS verdict,
      toUInt64(verdict = 'in'),
      -- Of several members with the same ratio, the one with a name of the case.
      multiIf(
        verdict != 'in', '',
        length(k.case_members) = 1, k.case_members[1],
        arrayFirst(one -> has(r.own_names, one), k.case_members))
    FROM reference AS r
    LEFT JOIN kept_case AS k
      ON r.panel = k.panel
      AND r.case_unit = k.unit
      AND r.country = k.country
      AND r.eur_per_unit = k.eur_per_unit
  ),
  listed AS (
    SELECT * FROM judged
    UNION ALL
    SELECT * FROM not_measured
    UNION ALL
    SELECT * FROM published
  )
SELECT
  l.operation AS operation,
  l.case_id AS case_id,
  l.panel AS panel,
  l.unit AS unit,
  l.country AS country,
  l.verdict AS verdict,
  toUInt32(l.ratios) AS ratios,
  replaceRegexpOne(l.member, '^operation ', '') AS member,
  s.members AS members
FROM listed AS l
LEFT ANY JOIN stratum AS s
  ON l.panel = s.panel AND l.unit = s.unit AND l.country = s.country
WHERE {operation:String} IN ('', l.operation)
ORDER BY operation = '', operation, case_id, panel, unit, country
SETTINGS join_use_nulls = 0
