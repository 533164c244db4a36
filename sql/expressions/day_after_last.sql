-- Purpose: the number behind the last day of the calendar: what holds "until" it never ends, and
-- what begins on it never begins.
-- Returns: an expression, Int32.
toInt32({{include expressions/last_day}} + 1)
