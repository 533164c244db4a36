-- Purpose: M-GONE. The first reversal of another source that was deducted, is not used yet by the
-- source of this one, and may be the same: same amount and currency, windows that meet, days of the
-- money of both and of their targets within 10 days, as far as they are known.
-- Returns: a function (state, own, reversals): its number; 0: none.
(state, own, reversals) -> arrayFirst(
  other -> reversals[other].amount = own.amount
    AND reversals[other].currency = own.currency
    AND reversals[other].teller != own.teller
    AND NOT has(state.used, (other, own.teller))
    AND (reversals[other].key = own.key OR reversals[other].key = '' OR own.key = '')
    AND reversals[other].first <= own.last
    AND own.first <= reversals[other].last
    AND ifNull(abs(reversals[other].target_day - own.target_day) <= 10, true)
    AND ifNull(abs(reversals[other].money_day - own.money_day) <= 10, true),
  state.deducted)
