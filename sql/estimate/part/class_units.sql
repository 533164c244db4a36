-- Purpose: a ratio times an audience, cut.
-- Words: eur_per_unit, audience.
-- Returns: an expression, Int128: 1e-4 EUR.
intDiv(toInt128({{eur_per_unit}} * 10000000000) * toInt128({{audience}}), toInt128(1000000))
