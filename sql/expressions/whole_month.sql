-- Whether something is valid on all days of a month. Words: row, with valid_from and valid_to;
-- month (YYYY-MM).
{{row}}.valid_from <= toDate32(concat({{month}}, '-01')) AND toInt32({{row}}.valid_to) >= toInt32(addMonths(toDate32(concat({{month}}, '-01')), 1)) - 1
