-- Purpose: the first day of the month of a day. Not toStartOfMonth: it gives a 16-bit date, which
-- begins in 1970 and ends in 2149 (docs/decisions/0004).
-- Words: day.
-- Returns: an expression, Date32.
makeDate32(toYear({{day}}), toMonth({{day}}), 1)
