-- Purpose: the floors in force, as totals add them up.
-- Returns: a SELECT: operation, month, documented_eur, modelled_eur, lines.
SELECT
  operation,
  month,
  documented_eur,
  modelled_eur,
  lines
FROM (
  {{include expressions/floors_in_force
    revisions: floor_revision FINAL
  }}
)
WHERE present = 1
