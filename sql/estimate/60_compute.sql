-- Purpose: computes the floors of the regular operations into floor_work.
-- Parameters: scope.
INSERT INTO floor_work (
  scope,
  operation,
  month,
  {{include expressions/floor_figures}},
  lines
)
SELECT
  {scope:String},
  operation,
  month,
  {{include expressions/floor_figures}},
  lines
FROM (
  {{include rules/floor}}
)
SETTINGS join_use_nulls = 0, max_insert_threads = 4
