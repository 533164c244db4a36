-- Purpose: the month of a day.
-- Words: day.
-- Returns: an expression, Int32: months since year 0. The word is in days since 1970-01-01.
toInt32(toYear(toDate32({{day}})) * 12 + toMonth(toDate32({{day}})) - 1)
