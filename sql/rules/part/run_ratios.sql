-- Purpose: what members earned in runs of months for a unit of their audience in them, over the step
-- `member_run` of rules/total.sql. In 1e-10 EUR, cut.
-- Returns: a SELECT: panel, unit, country, length, member, eur_per_unit.
SELECT
  panel,
  unit,
  country,
  length,
  member,
  toDecimal128(
    intDiv(
      {{include expressions/money_units
        eur: arraySum(one -> one.documented_eur, run_months)
      }} * toInt128(1000000),
      toInt128(arraySum(one -> one.audience, run_months))),
    0)
    * toDecimal128('0.0000000001', 10) AS eur_per_unit
FROM member_run
