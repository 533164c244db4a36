-- Purpose: an amount as a money column holds it. A column holds 14 digits before the point. A
-- larger amount is cut to that, so that a floor stays a floor.
-- Words: units.
-- Returns: an expression, Decimal(18, 4). The word is an Int128 in 1e-4 of the currency. No
-- greatest() or least() of Int128: compiled at run time, both are wrong (docs/decisions/0004).
toDecimal64(
  toDecimal128(
    if(
      {{units}} > toInt128('999999999999999999'),
      toInt128('999999999999999999'),
      {{units}}),
    0)
    * toDecimal128('0.0001', 4),
  4)
