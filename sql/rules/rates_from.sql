-- Purpose: a constant table of exchange rates as one tuple, in the order that rate_on.sql reads it.
-- Words: rates.
-- Returns: an expression. The word is rate_table, or a row of constant_of.
(SELECT (month_currencies, month_offsets, first_month, last_month, month_rates, has_fixed, fixed_currencies, fixed_from, fixed_rates, has_daily, first_day, last_day, day_currencies, day_offsets, day_rates) FROM {{rates}})
