-- Purpose: an amount of a money column as a whole number. Multiplied as it is, a large one would
-- overflow.
-- Words: eur.
-- Returns: an expression, Int128: 1e-4 EUR.
toInt128(toDecimal128({{eur}}, 4) * toDecimal128(10000, 0))
