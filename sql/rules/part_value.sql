-- Purpose: what a part is worth. Amounts have 8 decimals, rates 10, shares 6.
-- Words: amount, rate, share.
-- Returns: an expression, Int128: 1e-10 EUR, cut. The words: a Decimal with 8 decimals, 1e-10 EUR
-- for one unit, the publisher share in millionths. property_share, days and period_days are columns.
toInt128(intDiv(
  toInt256(reinterpretAsInt128({{amount}})) * {{rate}} * {{share}} * property_share * days,
  toInt256('100000000000000000000') * period_days))
