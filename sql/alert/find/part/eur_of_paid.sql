-- Purpose: an amount of alert_payment (1e-10 EUR) as a money column holds it, at least 0.
-- Words: amount.
-- Returns: an expression, Decimal(18, 4).
{{include expressions/money
  units: if({{amount}} < toInt128(0), toInt128(0), intDiv({{amount}}, toInt128(1000000)))
}}
