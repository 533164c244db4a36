-- Purpose: the values of a row of floor_revision, for the columns of floor_columns.sql.
-- Returns: a list of expressions.
operation,
month,
{{include expressions/month_start
  month: month
}} AS month_start,
floor_eur,
floor_headline_eur,
documented_eur,
apportioned_eur,
modelled_eur,
accrued_eur,
offshore_eur,
payment_dated_eur,
unplaced_reversal_eur,
rung,
confidence,
status,
reason,
visitors_lower,
method_version,
rate_card_version,
run_id,
known_at
