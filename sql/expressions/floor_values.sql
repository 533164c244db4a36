-- Purpose: the values of a row of floor_revision, for the columns of floor_columns.sql.
-- Returns: a list of expressions.
operation,
month,
{{include expressions/month_start
  month: month
}} AS month_start,
{{include expressions/floor_figures}},
method_version,
rate_card_version,
run_id,
known_at
