-- Purpose: totals of operations over consecutive months.
-- Parameters: alpha_ppm (of the class).
-- Words: intervals, floors, audiences, own, ratios (as in rules/total.sql).
-- Returns: the columns of revenue_total.
SELECT
  {{include expressions/total_values}}
FROM (
  {{include rules/total
    alpha: {alpha_ppm:UInt32}
    intervals: {{intervals}}
    floors: {{floors}}
    audiences: {{audiences}}
    own: {{own}}
    ratios: {{ratios}}
  }}
)
ORDER BY operation
SETTINGS join_use_nulls = 0
