-- Purpose: the month of a day as one number, year x 12 + month, so that months can be subtracted.
-- Words: day.
-- Returns: an expression, Int32.
toInt32(toYear({{day}})) * 12 + toMonth({{day}})
