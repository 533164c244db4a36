-- Purpose: money in EUR with all its decimals.
-- Words: units.
-- Returns: an expression, Decimal(38, 10). The word is an Int128 in 1e-10 EUR.
toDecimal128({{units}}, 0) * toDecimal128('0.0000000001', 10)
