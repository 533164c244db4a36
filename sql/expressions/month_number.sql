-- Purpose: the number YYYYMM of a month that is the text YYYY-MM.
-- Words: month.
-- Returns: an expression, UInt32.
toUInt32(replaceOne({{month}}, '-', ''))
