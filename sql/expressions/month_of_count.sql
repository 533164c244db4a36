-- Purpose: a month as text.
-- Words: count (months since year 0).
-- Returns: an expression, String: YYYY-MM.
concat(
  leftPad(toString(intDiv({{count}}, 12)), 4, '0'),
  '-',
  leftPad(toString({{count}} % 12 + 1), 2, '0'))
