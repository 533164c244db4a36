-- Purpose: the floors of a question, as totals add them up.
-- Parameters: scope.
-- Returns: a SELECT: operation, month, documented_eur, modelled_eur, lines.
SELECT
  operation,
  month,
  documented_eur,
  modelled_eur,
  lines
FROM floor_work
WHERE scope = {scope:String}
