-- Purpose: M-LINES. The floor of each operation and month that the engine computes: documented
-- money, and modelled advertising money where that is more. What could not be computed is
-- `insufficient` with floor null, never 0. The scope names work lists.
-- Parameters: scope, alpha_ppm.
-- Returns: a SELECT: the columns of floor_work, but for scope.
WITH
  documented AS (
    {{include rules/documented}}
  ),
  accrued AS (
    {{include rules/accrued}}
  ),
  modelled AS (
    SELECT
      operation,
      toInt32(substring(month, 1, 4)) * 12 + toInt32(substring(month, 6, 2)) - 1 AS month,
      has_model,
      modelled_units,
      visitors_lower,
      usable,
      problem,
      rung
    FROM modelled_of
    WHERE scope = {scope:String}
      AND operation NOT IN (
        SELECT operation FROM irregular_operation_of WHERE scope = {scope:String})
  ),
  -- `other` may be advertising: the model is compared with both.
  joined AS (
    SELECT
      if(d.month = 0, m.operation, d.operation) AS operation,
      if(d.month = 0, m.month, d.month) AS month,
      d.lines AS counted,
      d.has_figure AS is_documented,
      d.unplaced AS unplaced,
      d.reasons AS reasons,
      if(m.has_model, m.modelled_units, toInt128(0)) AS modelled,
      m.has_model AS has_model,
      m.usable AS is_measured,
      m.visitors_lower AS visitors,
      m.problem AS problem,
      toString(m.rung) AS model_rung,
      arraySum(one -> if(one.line = 'other', one.documented, toInt128(0)), counted) AS other,
      arraySum(one -> if(one.line = 'advertising', one.documented, toInt128(0)), counted)
        AS advertising,
      modelled > advertising + other AS is_raised,
      is_documented OR modelled > 0 AS is_sufficient
    FROM documented AS d
    FULL JOIN modelled AS m ON d.operation = m.operation AND d.month = m.month
  ),
  -- A line of its own for the model, where no document has it.
  completed AS (
    SELECT
      *,
      CAST(
        if(
          has_model AND NOT arrayExists(one -> one.line = 'advertising', counted),
          arrayPushBack(counted, ('advertising', 0, 0, 0, 0, 0)),
          counted),
        'Array(Tuple(
          line String, documented Int128, apportioned Int128, payment_dated Int128,
          offshore Int128, has_shared UInt8))') AS all_lines
    FROM joined
  ),
  lined AS (
    SELECT
      *,
      arraySort(
        one -> one.1,
        arrayMap(
          one -> (
            one.line,
            one.documented,
            if(one.line = 'advertising', modelled, toInt128(0)),
            if(one.line = 'advertising' AND is_raised, modelled - other, one.documented)),
          all_lines)) AS floor_lines,
      arraySum(one -> one.4, floor_lines) AS floor
    FROM completed
  )
SELECT
  l.operation AS operation,
  concat(
    toString(intDiv(l.month, 12)), '-', leftPad(toString(l.month % 12 + 1), 2, '0')) AS month,
  if(l.is_sufficient, {{include expressions/money
    units: l.floor
  }}, NULL) AS floor_eur,
  -- Two significant digits, rounded down.
  if(l.is_sufficient, toDecimal64(
    intDiv(toUInt64(floor_eur), digits) * digits, 4), NULL) AS floor_headline_eur,
  toUInt64(pow(10, greatest(0, length(toString(toUInt64(ifNull(floor_eur, 0)))) - 2))) AS digits,
  {{include expressions/money
    units: arraySum(one -> one.documented, l.counted)
  }} AS documented_eur,
  {{include expressions/money
    units: arraySum(one -> one.apportioned, l.counted)
  }} AS apportioned_eur,
  {{include expressions/money
    units: l.modelled
  }} AS modelled_eur,
  {{include expressions/money
    units: intDiv(a.eur, toInt128(1000000))
  }} AS accrued_eur,
  {{include expressions/money
    units: arraySum(one -> one.offshore, l.counted)
  }} AS offshore_eur,
  {{include expressions/money
    units: arraySum(one -> one.payment_dated, l.counted)
  }} AS payment_dated_eur,
  {{include expressions/money
    units: intDiv(l.unplaced, toInt128(1000000))
  }} AS unplaced_reversal_eur,
  multiIf(
    NOT l.is_sufficient, '',
    l.is_raised, l.model_rung,
    arrayExists(one -> one.has_shared AND one.documented > 0, l.counted), 'L1',
    'L0') AS rung,
  -- Documented money spends no alpha; a modelled line does, even where the documents are larger.
  toDecimal64(1, 6) - if(l.has_model, toDecimal64({alpha_ppm:UInt32}, 6) / 1000000, 0) AS confidence,
  if(l.is_sufficient, 'ok', 'insufficient') AS status,
  multiIf(
    l.is_sufficient, '',
    notEmpty(l.reasons), arrayStringConcat(l.reasons, ','),
    l.problem) AS reason,
  if(l.is_measured, l.visitors, NULL) AS visitors_lower,
  arrayMap(
    one -> (
      one.1,
      {{include expressions/money
        units: one.2
      }},
      {{include expressions/money
        units: one.3
      }},
      {{include expressions/money
        units: one.4
      }}),
    l.floor_lines) AS lines
FROM lined AS l
LEFT ANY JOIN accrued AS a ON l.operation = a.operation AND l.month = a.month
