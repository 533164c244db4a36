-- Purpose: the first 128 bits of a digest: half the memory of a whole one, and two that agree in
-- them are beyond any chance.
-- Returns: an expression, UInt128.
reinterpretAsUInt128(substring(sha256, 1, 16))
