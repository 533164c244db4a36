-- Purpose: M-GONE. What a reversal can take of each flow: what is left of a flow of another group,
-- of a key that may be its own, whose window meets that of its target.
-- Returns: a function (state, own, flows): Array(Int128).
(state, own, flows) -> arrayMap(
  (flow, rest) -> if(
    flow.group_hash != own.own_group
    AND (flow.key = own.key OR flow.key = '' OR own.key = '')
    AND flow.first <= own.last
    AND own.first <= flow.last,
    rest,
    toInt128(0)),
  flows,
  state.left)
