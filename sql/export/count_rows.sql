-- Purpose: how many rows were copied, and whether their numbers are 0 to n-1.
-- Words: rows.
-- Returns: n, is_numbered.
SELECT
  toString(count()) AS n,
  toUInt8(
    uniqExact(export_row) = count()
    AND (count() = 0 OR max(export_row) + 1 = count())) AS is_numbered
FROM {{rows}}
