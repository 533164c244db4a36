-- Purpose: M-UNPLACED. What is left of cells of months and lines after an amount was taken from
-- them in turn. `taken_in_turn` is defined by the statement (rules/taken_in_turn.sql).
-- Returns: a function (cells, left, turn, key, eur): Array(Int128). left: what each cell has, none
-- below 0. turn: numbers of the cells, in the order in which they are taken from. key: only cells of
-- this network key; empty: of all.
(cells, left, turn, key, eur) -> arrayMap(
  (own, taken) -> own - taken,
  left,
  -- Back from the order in which they are taken from to that of the cells.
  arraySort(
    (taken, number) -> number,
    taken_in_turn(
      arrayMap(
        number -> if(key = '' OR cells[number].key = key, left[number], toInt128(0)),
        turn),
      eur),
    turn))
