-- Purpose: how many members of a class, in weight, may lie below the limit (M-CLASS). Below 0:
-- there is no limit.
-- Words: alpha (of the class, in millionths), members.
-- Returns: an expression, Int128.
(toInt128({{alpha}}) * toInt128({{members}} + 1) - toInt128(1000000))
  * intDiv({{include expressions/whole_member}}, toInt128(1000000))
