-- Purpose: M-GONE for one reversal: what it changes. One that another source told of as well only
-- uses that one. One that finds less than its amount is `short` after another one took, or
-- if it takes back more than its target was (then the rest is unplaced).
-- Returns: a function (state, number, same, taken, reversals, flows): the next state. same: as
-- gone_same gives it. taken: what it takes of each flow.
(state, number, same, taken, reversals, flows) -> CAST(
  if(
    same > 0,
    (
      state.left,
      state.deducted,
      arrayPushBack(state.used, (same, reversals[number].teller)),
      state.is_short),
    (
      arrayMap((rest, gone) -> rest - gone, state.left, taken),
      if(
        arraySum(taken) = reversals[number].eur,
        arrayPushBack(state.deducted, number),
        state.deducted),
      state.used,
      toUInt8(
        state.is_short
        OR (
          arraySum(taken) < reversals[number].eur
          AND reversals[number].has_rate
          AND (
            reversals[number].is_above
            OR arrayExists((flow, rest) -> flow.eur != rest, flows, state.left)))))),
  'Tuple(
    left Array(Int128), deducted Array(UInt32),
    used Array(Tuple(number UInt32, teller String)), is_short UInt8)')
