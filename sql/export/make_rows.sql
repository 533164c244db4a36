-- Purpose: an empty table that the rows of one export are copied into, so that all its formats hold
-- the same. The source may have parameters of its own.
-- Words: rows, source.
CREATE TABLE {{rows}} {{on_cluster}}
ENGINE = {{engine MergeTree}}
ORDER BY export_row
EMPTY AS
SELECT
  toUInt64(0) AS export_row,
  exported.*
FROM (
{{source}}
) AS exported
