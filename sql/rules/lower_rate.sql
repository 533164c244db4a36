-- Purpose: the lower of two rates, where 0 means that there is none; 0 without any. 0 less 1 is the
-- largest unsigned number, so no condition is needed: each costs as much as a look-up
-- (docs/decisions/0019).
-- Words: one, other.
-- Returns: an expression, Int64. The words are whole numbers of 64 bits.
reinterpretAsInt64(least(reinterpretAsUInt64({{one}} - 1), reinterpretAsUInt64({{other}} - 1))) + 1
