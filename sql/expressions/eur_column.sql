-- Purpose: an exact amount in EUR as a money column holds it: cut after 4 decimals, and to what the
-- column holds at most.
-- Words: eur.
-- Returns: an expression, Decimal(18, 4). The word is a Decimal(38, 10).
{{include expressions/money
  units: intDiv(reinterpretAsInt128({{eur}}), toInt128(1000000))
}}
