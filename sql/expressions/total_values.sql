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
if(
  total_units > 0,
  {{include expressions/money
    units: total_units
  }},
  NULL) AS total_eur,
-- Cut.
if(
  total_units > 0,
  {{include expressions/money
    units: intDiv(total_units, toInt128(months))
  }},
  NULL) AS average_eur,
multiIf(
  total_units = 0, '',
  total_units > documented_units + modelled_units, 'by_class',
  'by_month') AS basis,
{{include expressions/money
  units: documented_units
}} AS documented_eur,
{{include expressions/money
  units: modelled_units
}} AS modelled_eur,
if(
  class_units > 0,
  {{include expressions/money
    units: class_units
  }},
  NULL) AS class_eur,
{{include expressions/money
  units: beside_class_units
}} AS beside_class_eur
