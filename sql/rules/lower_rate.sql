-- The lower of two rates, of those that there are; 0 without any. Words: one, other: whole numbers
-- of 64 bits, 0 where there is none. 0 less 1 is the largest unsigned number, so no condition is
-- needed: each costs as much as a look-up (docs/decisions/0019).
reinterpretAsInt64(least(reinterpretAsUInt64({{one}} - 1), reinterpretAsUInt64({{other}} - 1))) + 1
