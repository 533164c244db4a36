-- Purpose: the alpha of the class in the last run (M-ALPHA).
-- Returns: an expression, in millionths.
(SELECT intDiv(argMax(alpha_ppm, sequence) * 4, 5) FROM estimate_run)
