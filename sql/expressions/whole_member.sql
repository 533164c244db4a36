-- Purpose: the weight of a whole member of a class: 1,000,000 times the least common multiple of 1
-- to 60, so that a member with up to 60 ratios has exact shares (M-CLASS).
-- Returns: an expression, Int128.
toInt128('9690712164777231700912800000000')
