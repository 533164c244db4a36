-- Purpose: what an amount takes from several others, one after another, until it is used up. No
-- greatest() or least() of Int128: compiled at run time, both are wrong (docs/decisions/0004).
-- Returns: a function (amounts, eur): Array(Int128). amounts: what each has (Array(Int128), none
-- below 0), in the order in which they are taken from. eur: the amount to take (Int128).
(amounts, eur) -> arrayMap(
  (own, sum_to_here) -> multiIf(
    sum_to_here <= eur, own,
    sum_to_here - own < eur, eur - (sum_to_here - own),
    toInt128(0)),
  amounts,
  arrayCumSum(amounts))
