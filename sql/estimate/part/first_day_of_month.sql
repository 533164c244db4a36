-- Purpose: the first day of a month.
-- Words: month.
-- Returns: an expression, Int32: days since 1970-01-01. The word is in months since year 0.
toInt32(makeDate32(intDiv({{month}}, 12), {{month}} % 12 + 1, 1))
