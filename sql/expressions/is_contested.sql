-- Purpose: whether another registry row claims the same thing for another operation on a day of
-- this one. The row has first_day, last_day and `claims`, the (operation, first_day, last_day) of
-- all rows about the thing.
-- Words: own.
-- Returns: an expression, UInt8. own: the operation of this row.
toUInt8(arrayExists(
  other -> other.1 NOT IN ('', {{own}})
    AND {{own}} != ''
    AND other.2 <= last_day
    AND first_day <= other.3,
  claims))
