-- Purpose: whether something is valid on all days of a month.
-- Words: row, month.
-- Returns: an expression. `row` has valid_from and valid_to, `month` is a text YYYY-MM.
{{row}}.valid_from <= {{include expressions/month_start
    month: {{month}}
  }}
  AND toInt32({{row}}.valid_to) >= toInt32(addMonths({{include expressions/month_start
    month: {{month}}
  }}, 1)) - 1
