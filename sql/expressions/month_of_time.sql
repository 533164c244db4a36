-- Purpose: the month of a day or of a time in UTC, as text.
-- Words: time.
-- Returns: an expression, String: YYYY-MM.
substring(toString({{time}}), 1, 7)
