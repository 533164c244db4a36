-- Purpose: a month as YYYYMM.
-- Words: month.
-- Returns: an expression. The word is in months since year 0.
intDiv({{month}}, 12) * 100 + {{month}} % 12 + 1
