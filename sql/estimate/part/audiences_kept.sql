-- Purpose: the audiences of operations in force.
-- Returns: a SELECT: operation, month, panel, unit, country, audience, meets_window.
SELECT
  operation,
  month,
  panel,
  unit,
  country,
  audience,
  meets_window
FROM (
  {{include expressions/rulings_in_force
    rulings: measured_audience FINAL
  }}
)
