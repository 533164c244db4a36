-- Purpose: the last day that the calendar of the engine has, as a number.
-- Returns: an expression, Int32.
toInt32(toDate32('2299-12-31'))
