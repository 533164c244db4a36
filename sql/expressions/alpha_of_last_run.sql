-- Purpose: the alpha that the last complete run of the estimate spent, in millionths. Without a
-- run, or after one that is older than the column, it is the default of PLANCHER_ALPHA.
-- Returns: an expression, UInt32.
(
  SELECT if(argMax(alpha_ppm, sequence) = 0, 50000, argMax(alpha_ppm, sequence))
  FROM estimate_run
)
