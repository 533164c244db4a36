-- Purpose: totals of operations from a month to a month. An empty operation means all.
-- Parameters: operation, first, last (YYYY-MM), alpha_ppm (of the class).
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
