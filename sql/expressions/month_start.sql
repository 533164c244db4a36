-- Purpose: the first day of a month.
-- Words: month.
-- Returns: an expression, Date32. The word is a text YYYY-MM.
toDate32(concat({{month}}, '-01'))
