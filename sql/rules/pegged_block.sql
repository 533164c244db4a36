-- Purpose: the rates of a currency in a block, and those that pegs to it give: for each peg a block
-- of its own, 0 outside of its days. Pegs to the euro follow the block of the dollar: the euro has
-- a rate where the dollar has one, so that every peg ends where the tables end.
-- Words: code, block, pegs, covers.
-- Returns: an expression: an array of (code, block). The rates are in 1e-10 EUR. pegs: an array of
-- the tuples of peg_in_force. covers: a condition on `peg` and `place`, the position in the block.
arrayConcat(
  [({{code}}, {{block}})],
  arrayMap(
    peg -> (
      peg.code,
      arrayMap(
        (rate, place) -> if({{covers}} AND rate > 0,
          {{include rules/bounded_rate
            rate: intDiv(toInt128(peg.units) * if(peg.base = 'EUR', 10000000000, rate), 10000000000)
          }}, toInt64(0)),
        {{block}}, arrayEnumerate({{block}}))),
    arrayFilter(peg -> peg.base = {{code}} OR (peg.base = 'EUR' AND {{code}} = 'USD'), {{pegs}})))
