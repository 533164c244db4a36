-- Purpose: of several blocks of rates the lowest rate at each place, where 0 means that there is
-- none. 0 less 1 is the largest unsigned number, as in lower_rate.sql.
-- Words: block.
-- Returns: an expression with an aggregate function, Array(Int64).
arrayMap(
  rate -> reinterpretAsInt64(rate + 1),
  minForEach(arrayMap(rate -> reinterpretAsUInt64(rate - 1), {{block}})))
