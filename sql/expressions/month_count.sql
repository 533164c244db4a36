-- Purpose: a month as the method counts them.
-- Words: month.
-- Returns: an expression, Int32: months since year 0. The word is a text YYYY-MM.
toInt32(toUInt16(substring({{month}}, 1, 4)) * 12 + toUInt8(substring({{month}}, 6, 2)) - 1)
