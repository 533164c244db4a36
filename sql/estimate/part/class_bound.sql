-- Purpose: how many members of a class, in weight, may lie below the limit (M-CLASS). Below 0:
-- there is no limit.
-- Parameters: alpha_ppm (of the class).
-- Words: members.
-- Returns: an expression, Int128.
(toInt128({alpha_ppm:UInt32}) * toInt128({{members}} + 1) - toInt128(1000000))
  * intDiv({{include expressions/whole_member}}, toInt128(1000000))
