-- Purpose: floors that the program computed itself, in the order and types of those that the engine
-- computes (computed.sql).
-- Parameters: texts (14 for each floor, one after another; an empty one is null where it can be).
-- Returns: the columns of computed.sql.
WITH given AS (
  SELECT arraySlice({texts:Array(String)}, 14 * number + 1, 14) AS cells
  FROM numbers(intDiv(length({texts:Array(String)}), 14))
)
SELECT
  cells[1] AS operation,
  cells[2] AS month,
  CAST(nullIf(cells[3], '') AS Nullable(Decimal(18, 4))) AS floor_eur,
  CAST(nullIf(cells[4], '') AS Nullable(Decimal(18, 4))) AS floor_headline_eur,
  CAST(cells[5] AS Decimal(18, 4)) AS documented_eur,
  CAST(cells[6] AS Decimal(18, 4)) AS apportioned_eur,
  CAST(cells[7] AS Decimal(18, 4)) AS modelled_eur,
  CAST(cells[8] AS Decimal(18, 4)) AS accrued_eur,
  CAST(cells[9] AS Decimal(18, 4)) AS offshore_eur,
  cells[10] AS rung,
  CAST(cells[11] AS Decimal(9, 6)) AS confidence,
  cells[12] AS status,
  cells[13] AS reason,
  CAST(nullIf(cells[14], '') AS Nullable(UInt64)) AS visitors_lower
FROM given
ORDER BY operation, month
