-- Purpose: the audiences of operations of a question.
-- Parameters: scope.
-- Returns: a SELECT: operation, month, panel, unit, country, audience, meets_window.
SELECT DISTINCT
  operation,
  month,
  panel,
  unit,
  country,
  audience,
  meets_window
FROM audience_of
WHERE scope = {scope:String}
