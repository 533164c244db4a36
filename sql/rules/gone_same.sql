-- Purpose: M-GONE. The first reversal of another source that was deducted, is not used yet by the
-- source of this one, and may be the same: same amount and currency, windows that meet, days of the
-- money of both and of their targets within 10 days, as far as they are known.
-- Returns: a function (state, own, reversals): its number; 0: none.
(state, own, reversals) -> arrayFirst(
  number -> reversals[number].amount = own.amount
    AND reversals[number].currency = own.currency
    AND reversals[number].teller != own.teller
    AND NOT has(state.used, (number, own.teller))
    AND (reversals[number].key = own.key OR reversals[number].key = '' OR own.key = '')
    AND reversals[number].first <= own.last
    AND own.first <= reversals[number].last
    AND ifNull(abs(reversals[number].target_day - own.target_day) <= 10, true)
    AND ifNull(abs(reversals[number].money_day - own.money_day) <= 10, true),
  state.deducted)
