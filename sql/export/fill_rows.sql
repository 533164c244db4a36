-- Purpose: copies the rows of an export, numbered from 0 in the order of all their columns: equal
-- rows aside, there is only one such order. The numbers follow the order of the subquery, so it
-- must not be taken for redundant, nor the rows be dealt out before they are numbered.
-- Templates: rows, source. Parameters: those of the source.
INSERT INTO {{rows}}
SELECT toUInt64(rowNumberInAllBlocks()) AS export_row, s.* FROM (
  SELECT * FROM (
{{source}}
  ) ORDER BY ALL
) AS s
SETTINGS max_insert_threads = 1, query_plan_remove_redundant_sorting = 0, max_bytes_before_external_sort = 1000000000, compile_expressions = 0
