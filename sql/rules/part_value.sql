-- Purpose: what a part is worth: amount x rate x shares x days / days of the period, cut once.
-- Amounts have 8 decimals, rates 10, shares 6.
-- Returns: a function (amount, rate, share, property_share, days, period_days): Int128, 1e-10 EUR.
-- amount: Decimal with 8 decimals; rate: 1e-10 EUR for one unit; shares in millionths.
(amount, rate, share, property_share, days, period_days) -> toInt128(intDiv(
  toInt256(reinterpretAsInt128(amount)) * rate * share * property_share * days,
  toInt256('100000000000000000000') * period_days))
