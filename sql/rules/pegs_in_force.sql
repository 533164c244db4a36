-- Purpose: the pegs in force as one value.
-- Words: condition.
-- Returns: an expression: an array of tuples, named as the columns of peg_in_force.sql. The word is
-- a condition on `code`.
(
  SELECT groupArray(CAST(
    (code, base, units, first_day, last_day, first_month, last_month),
    'Tuple(code String, base String, units Int64, first_day Int32, last_day Int32,
      first_month Int32, last_month Int32)'))
  FROM ({{include rules/peg_in_force}})
  WHERE {{condition}}
)
