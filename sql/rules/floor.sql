-- Purpose: M-LINES. The floor of each operation and month that the engine computes: documented
-- money alone, because operations with an audience are left to the plain form. What could not be
-- computed is `insufficient` with floor null, never 0. The scope names work lists.
-- Parameters: scope.
-- Returns: a SELECT: the columns of floor_work, but for scope.
WITH
  documented AS (
    {{include rules/documented}}
  ),
  accrued AS (
    {{include rules/accrued}}
  ),
  summed AS (
    SELECT
      *,
      concat(
        toString(intDiv(month, 12)), '-', leftPad(toString(month % 12 + 1), 2, '0')) AS month_text,
      {{include expressions/money
        units: arraySum(one -> one.documented, lines)
      }} AS documented_eur,
      toUInt64(documented_eur) AS whole_eur
    FROM documented
  )
SELECT
  s.operation AS operation,
  s.month_text AS month,
  if(s.has_figure, s.documented_eur, NULL) AS floor_eur,
  if(
    s.has_figure,
    {{include expressions/headline
      whole: s.whole_eur
    }},
    NULL) AS floor_headline_eur,
  s.documented_eur AS documented_eur,
  {{include expressions/money
    units: arraySum(one -> one.apportioned, s.lines)
  }} AS apportioned_eur,
  toDecimal64(0, 4) AS modelled_eur,
  {{include expressions/money
    units: intDiv(a.eur, toInt128(1000000))
  }} AS accrued_eur,
  {{include expressions/money
    units: arraySum(one -> one.offshore, s.lines)
  }} AS offshore_eur,
  {{include expressions/money
    units: arraySum(one -> one.payment_dated, s.lines)
  }} AS payment_dated_eur,
  {{include expressions/money
    units: intDiv(s.unplaced, toInt128(1000000))
  }} AS unplaced_reversal_eur,
  multiIf(
    NOT s.has_figure, '',
    arrayExists(one -> one.has_shared AND one.documented > 0, s.lines), 'L1',
    'L0') AS rung,
  toDecimal64(1, 6) AS confidence,
  if(s.has_figure, 'ok', 'insufficient') AS status,
  if(s.has_figure, '', arrayStringConcat(s.reasons, ',')) AS reason,
  CAST(NULL, 'Nullable(UInt64)') AS visitors_lower,
  arrayMap(
    one -> (
      one.line,
      {{include expressions/money
        units: one.documented
      }},
      toDecimal64(0, 4),
      {{include expressions/money
        units: one.documented
      }}),
    arraySort(one -> one.line, s.lines)) AS lines
FROM summed AS s
LEFT ANY JOIN accrued AS a ON s.operation = a.operation AND s.month = a.month
