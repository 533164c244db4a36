-- Purpose: the text YYYY-MM of a month that is the number YYYYMM.
-- Words: number.
-- Returns: an expression, String.
concat(toString(intDiv({{number}}, 100)), '-', leftPad(toString({{number}} % 100), 2, '0'))
