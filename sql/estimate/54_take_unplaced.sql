-- Purpose: M-CARRY, M-UNPLACED. What is below 0 is taken from the rest of its network key first.
-- Then come the take-backs that name nothing: from the money of their key, then from all money of
-- the side; from their own month, then earlier ones backwards, then later ones.
-- Parameters: scope.
INSERT INTO settled_of (scope, operation, is_known, month, line, eur, unplaced)
WITH
  {{include rules/taken_in_turn}} AS taken_in_turn,
  {{include rules/taken_backwards}} AS taken_backwards,
  -- What is more than the money of its key is taken from all of it; of a deficit it is not.
  (left, of_key, take, turn, cells) -> if(
    take.is_deficit OR take.key = '',
    of_key,
    taken_backwards(
      cells, of_key, turn, '', take.eur - (arraySum(left) - arraySum(of_key)))) AS taken_of_rest,

  ledger AS (
    SELECT
      operation,
      key != '' AS is_known,
      toString(key) AS key,
      month,
      toString(line) AS line,
      eur
    FROM ledger_of
    WHERE scope = {scope:String}
  ),
  take_back AS (
    SELECT *
    FROM take_back_of
    WHERE scope = {scope:String}
      AND acts = 'unplaced'
  ),

  -- 1. Where there is nothing to take, the ledger stays as it is.
  affected AS (
    SELECT
      operation,
      is_known
    FROM ledger
    WHERE eur < 0
      OR operation IN (SELECT operation FROM take_back)
  ),

  -- 2. The others as lists: cells of the ledger, and what takes from them, in order.
  cells_of_side AS (
    SELECT
      operation,
      is_known,
      CAST(
        arraySort(groupArray((
          month,
          indexOf(['subscription', 'donation', 'file_host', 'other', 'advertising'], line),
          key,
          line,
          eur))),
        'Array(Tuple(month Int32, turn UInt8, key String, line String, eur Int128))') AS cells
    FROM ledger
    WHERE (operation, is_known) IN affected
    GROUP BY operation, is_known
  ),
  takes_of_operation AS (
    SELECT
      operation,
      arraySort(
        one -> (one.1, one.2, one.3),
        groupArray((day, toString(source), flow_id, month, toString(key), eur))) AS told
    FROM take_back
    GROUP BY operation
  ),
  taken_by AS (
    SELECT
      c.operation AS operation,
      c.is_known AS is_known,
      c.cells AS cells,
      -- Of a key only: deficits. Of a key first: take-backs of a key that is of this side.
      CAST(
        arrayConcat(
          arrayMap(cell -> (cell.month, cell.key, true, -cell.eur), arrayFilter(
            cell -> cell.eur < 0,
            cells)),
          arraySort(
            (one, place) -> (one.2 = '', place),
            arrayMap(one -> (one.4, if(is_known, one.5, ''), false, one.6), t.told),
            arrayEnumerate(t.told))),
        'Array(Tuple(month Int32, key String, is_deficit Bool, eur Int128))') AS takes
    FROM cells_of_side AS c
    LEFT ANY JOIN takes_of_operation AS t ON c.operation = t.operation
  ),

  -- 3. One after another. In turn: its own month, then earlier ones backwards, then later ones.
  settled AS (
    SELECT
      operation,
      is_known,
      cells,
      arrayMap(cell -> if(cell.eur > 0, cell.eur, toInt128(0)), cells) AS before,
      arrayMap(
        take -> arraySort(
          number -> (
            cells[number].month > take.month,
            abs(cells[number].month - take.month),
            cells[number].turn,
            cells[number].key),
          arrayEnumerate(cells)),
        takes) AS turns,
      arrayFold(
        (left, take, turn) -> taken_of_rest(
          left,
          taken_backwards(cells, left, turn, take.key, take.eur),
          take, turn, cells),
        takes,
        turns,
        before) AS after
    FROM taken_by
  ),
  settled_cell AS (
    SELECT
      operation,
      is_known,
      settled.1.month AS month,
      settled.1.line AS line,
      settled.2 AS eur,
      settled.3 - settled.2 AS unplaced
    FROM settled
    ARRAY JOIN arrayZip(cells, after, before) AS settled
    UNION ALL
    SELECT
      operation,
      is_known,
      month,
      line,
      eur,
      toInt128(0)
    FROM ledger
    WHERE (operation, is_known) NOT IN affected
  )
SELECT
  {scope:String},
  operation,
  is_known,
  month,
  line,
  sum(eur),
  sum(unplaced)
FROM settled_cell
GROUP BY operation, is_known, month, line
SETTINGS join_use_nulls = 0
