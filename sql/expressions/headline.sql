-- Purpose: an amount rounded down to two significant digits, for reading.
-- Words: whole (whole EUR, UInt64).
-- Returns: an expression, Decimal(18, 4).
toDecimal64(
  {{whole}}
    - {{whole}} % toUInt64(pow(10, if({{whole}} < 100, 0, length(toString({{whole}})) - 2))),
  4)
