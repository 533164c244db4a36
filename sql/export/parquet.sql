-- Purpose: some of the copied rows as a Parquet file. One thread and every choice of the writer
-- fixed: the same rows give the same bytes.
-- Parameters: first, beyond.
-- Words: rows.
-- Returns: a file.
SELECT * EXCEPT export_row
FROM {{rows}}
WHERE export_row >= {first:UInt64}
  AND export_row < {beyond:UInt64}
ORDER BY export_row
FORMAT Parquet
SETTINGS
  max_threads = 1,
  max_block_size = 65409,
  output_format_parallel_formatting = 0,
  output_format_parquet_parallel_encoding = 0,
  output_format_parquet_use_custom_encoder = 1,
  output_format_parquet_row_group_size = 100000,
  output_format_parquet_compression_method = 'zstd',
  output_format_parquet_string_as_string = 1,
  output_format_parquet_version = '2.latest',
  output_format_parquet_datetime_as_uint32 = 0
