-- Purpose: an amount of alert_payment (1e-10 EUR) in EUR: cut to 4 decimals, at least 0, and at
-- most what a money column holds. No greatest() and least() of Int128: compiled by the engine at
-- run time, both are wrong (docs/decisions/0004).
-- Words: amount.
toDecimal64(
  toDecimal128(
    multiIf(
      {{amount}} < toInt128(0), toInt128(0),
      {{amount}} > toInt128('999999999999999999000000'), toInt128('999999999999999999'),
      intDiv({{amount}}, toInt128(1000000))),
    0) * toDecimal128('0.0001', 4),
  4)
