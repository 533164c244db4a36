-- Purpose: the values of a row of rules/total.sql, for the columns of revenue_total.
-- Returns: a list of expressions.
operation,
{{include expressions/month_of_count
  count: first_month
}} AS from_month,
{{include expressions/month_of_count
  count: last_month
}} AS to_month,
toUInt32(last_month - first_month + 1) AS months,
CAST(total_eur, 'Nullable(Decimal(18, 4))') AS total_eur,
-- Cut.
CAST(
  toDecimal128(intDiv(toInt128(total_eur * 10000), toInt128(months)), 0)
    * toDecimal128('0.0001', 4),
  'Nullable(Decimal(18, 4))') AS average_eur,
multiIf(
  isNull(total_eur), '',
  total_eur > documented_eur + modelled_eur, 'by_class',
  'by_month') AS basis,
toDecimal64(documented_eur, 4) AS documented_eur,
toDecimal64(modelled_eur, 4) AS modelled_eur,
CAST(class_eur, 'Nullable(Decimal(18, 4))') AS class_eur,
toDecimal64(beside_class_eur, 4) AS beside_class_eur
