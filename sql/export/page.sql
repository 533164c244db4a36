-- Purpose: some of the copied rows.
-- Parameters: first, beyond.
-- Words: rows.
-- Returns: the columns of the export.
SELECT * EXCEPT export_row
FROM {{rows}}
WHERE export_row >= {first:UInt64}
  AND export_row < {beyond:UInt64}
ORDER BY export_row
SETTINGS
  output_format_json_quote_decimals = 1,
  output_format_json_quote_64bit_integers = 1,
  output_format_decimal_trailing_zeros = 1,
  output_format_json_named_tuples_as_objects = 1,
  output_format_json_escape_forward_slashes = 0
