-- Purpose: copies the rows of an export, numbered from 0 in the order of all their columns. Equal
-- rows aside, there is only one such order. The numbers follow the order of the subquery. So the
-- engine must not drop that order as redundant, nor distribute the rows before they are numbered.
-- The source may have parameters of its own. It is in no WITH: a name there could hide a table
-- that it reads.
-- Words: rows, source.
INSERT INTO {{rows}}
SELECT
  toUInt64(rowNumberInAllBlocks()) AS export_row,
  sorted.*
FROM (
  SELECT *
  FROM (
{{source}}
  )
  ORDER BY ALL
) AS sorted
SETTINGS
  max_insert_threads = 1,
  query_plan_remove_redundant_sorting = 0,
  max_bytes_before_external_sort = 1000000000,
  compile_expressions = 0
