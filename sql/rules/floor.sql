-- Purpose: the floor of each operation and month (method 1.3, "The floor"). The scope names
-- work lists of sums and of modelled money. There is one row for each operation and month with any
-- evidence. What could not be computed is `insufficient` with floor null, never 0. bitAnd and
-- greatest are used where AND and OR would be, because of the planner (docs/decisions/0016).
-- Parameters: scope, without, alpha_ppm.
-- Returns: a SELECT: the figures of revenue_floor, is_sufficient and lines.
WITH
  -- A sum of money columns, cut to what one of them holds (sql/expressions/money.sql).
  toDecimal128('99999999999999.9999', 4) AS most,
  x -> toDecimal64(if(x > most, most, x), 4) AS capped
SELECT
  operation, month, is_sufficient, lines,
  if(is_sufficient, floor_value, NULL) AS floor_eur,
  -- Two significant digits, rounded down.
  if(is_sufficient, if(whole_eur < 100, toDecimal64(whole_eur, 4), toDecimal64(intDiv(whole_eur, digit_step) * digit_step, 4)), NULL) AS floor_headline_eur,
  capped(arraySum(l -> toDecimal128(l.2, 4), lines)) AS documented_eur,
  capped(arraySum(l -> toDecimal128(l.3, 4), doc_lines)) AS apportioned_eur,
  modelled AS modelled_eur,
  accrued_eur,
  capped(arraySum(l -> toDecimal128(l.4, 4), doc_lines)) AS offshore_eur,
  multiIf(
    NOT is_sufficient, '',
    arrayExists(l -> l.4 > l.2, lines), mod_rung,
    arrayExists(l -> bitAnd(l.5 = 1, l.2 > 0), doc_lines), 'L1',
    'L0') AS rung,
  -- Documented money spends no alpha; a modelled line does, even where the documents are larger.
  if(has_model, toDecimal64(1, 6) - toDecimal64({alpha_ppm:UInt32}, 6) / 1000000, toDecimal64(1, 6)) AS confidence,
  if(is_sufficient, 'ok', 'insufficient') AS status,
  multiIf(is_sufficient, '', mod_problem != '', mod_problem, accrued_eur > 0, 'only_accrued', notEmpty({without:Array(String)}), 'left_out', 'no_countable_flow') AS reason,
  if(mod_usable, visitors, NULL) AS visitors_lower
FROM (
  SELECT *, toUInt64(pow(10, length(toString(whole_eur)) - 2)) AS digit_step
  FROM (
    SELECT *, toUInt64(intDiv(reinterpretAsInt64(floor_value), 10000)) AS whole_eur
    FROM (
      SELECT *, capped(arraySum(l -> toDecimal128(l.4, 4), lines)) AS floor_value
      FROM (
        SELECT *,
          arraySort(arrayMap(l -> (l.1, l.2, if(l.1 = 'advertising', modelled, toDecimal64(0, 4)), if(bitAnd(l.1 = 'advertising', modelled > l.2), modelled, l.2)), all_lines)) AS lines
        FROM (
          SELECT *, greatest(is_documented, has_model) AS is_sufficient,
            if(has_model, {{include expressions/money
                units: modelled_units
              }}, toDecimal64(0, 4)) AS modelled,
            arrayConcat(doc_lines, if(bitAnd(has_model, NOT arrayExists(l -> l.1 = 'advertising', doc_lines)), [('advertising', toDecimal64(0, 4), toDecimal64(0, 4), toDecimal64(0, 4), toUInt8(0))], [])) AS all_lines
          FROM (
            SELECT
              if(d.month = 0, m.operation, d.operation) AS operation,
              if(d.month = 0, m.month, {{include expressions/month_text
                number: d.month
              }}) AS month,
              d.lines AS doc_lines, notEmpty(d.lines) AS is_documented, d.accrued_eur AS accrued_eur,
              m.has_model AS has_model, m.modelled_units AS modelled_units, m.usable AS mod_usable, m.visitors_lower AS visitors, m.problem AS mod_problem, toString(m.rung) AS mod_rung
            FROM (
              {{include rules/documented}}
            ) AS d
            FULL JOIN (
              SELECT operation, month, {{include expressions/month_number
                  month: month
                }} AS month_number, has_model, modelled_units, usable, visitors_lower, problem, rung
              FROM modelled_of WHERE scope = {scope:String}
            ) AS m ON d.operation = m.operation AND d.month = m.month_number
          )
        )
      )
    )
  )
)
